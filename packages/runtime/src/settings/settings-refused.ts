/** Settings are missing or not valid. Ends a process with exit code 2. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
  /** One line each: the setting, what was given, what is valid. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

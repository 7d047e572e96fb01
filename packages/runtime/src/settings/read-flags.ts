import { parseArgs } from 'node:util';

import { closest, distance } from 'fastest-levenshtein';

import { hidePassword } from './kind.ts';
import type { AnySettingsTable } from './setting.ts';

/** The flags of a command line, as they were given. */
export interface Flags {
  /** Text by flag, without its dashes. */
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** Reads `--flag value`, `--flag=value`, and `--flag` or `--no-flag` for a kind that stands alone. */
export function readFlags(table: AnySettingsTable, argv: readonly string[]): Flags {
  const known = new Map(
    Object.values(table).flatMap(({ flag, kind }) => (flag ? [[flag, kind] as const] : [])),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries([...known].map(([flag, kind]) => [flag, toOption(kind.standsAlone)])),
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string>();
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional')
      problems.push(`${JSON.stringify(hidePassword(token.value))} is not a flag; flags begin with --`);
    if (token.kind !== 'option') continue;
    const name = token.rawName.replace(/^--?/, '');
    const positive = name.replace(/^no-/, '');
    const standsAlone = known.get(positive)?.standsAlone;
    if (known.has(name) && (token.value !== undefined || standsAlone))
      values.set(name, token.value ?? 'true');
    else if (standsAlone && token.value === undefined) values.set(positive, 'false');
    else if (known.has(name)) problems.push(`--${name} needs a value; valid is ${known.get(name)?.valid}`);
    else problems.push(toUnknown(token.rawName, [...known.keys()]));
  }
  return { values, problems };
}

function toOption(standsAlone = false): { type: 'boolean' | 'string' } {
  return { type: standsAlone ? 'boolean' : 'string' };
}

function toUnknown(flag: string, known: readonly string[]): string {
  const name = flag.replace(/^-+/, '');
  const nearest = known.length > 0 ? closest(name, [...known]) : undefined;
  // Farther than that is not a slip of the fingers.
  const near = nearest !== undefined && distance(name, nearest) <= Math.max(2, name.length / 3);
  return `${flag} is not a flag of this process${near ? `; did you mean --${nearest}?` : '; see --help'}`;
}

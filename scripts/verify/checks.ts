import { join } from 'node:path';

import { runCommand, type Surroundings } from './run-command.ts';

export interface Check {
  readonly name: string;
  /** What to do when it fails. */
  readonly mend: string;
  /** Each counts as one test. */
  readonly parts: readonly CheckPart[];
}

interface CheckPart {
  readonly name: string;
  /** Resolves to what is wrong, if anything. */
  run(surroundings: Surroundings): Promise<string | undefined>;
}

/** The checks that need nothing started, cheap first. */
export function findChecks(): Check[] {
  return [
    { name: 'format', mend: 'Mend it with: pnpm run format', parts: [command('oxfmt', ['--check', '.'])] },
    {
      name: 'lint',
      mend: 'See what the rules ask for: pnpm run lint. Too long, too deep or too many parameters: see "How code is cut" in CONTRIBUTING.md',
      parts: [command('oxlint', ['--deny-warnings'])],
    },
    {
      name: 'unused',
      mend: 'Remove what is unused, or name an entry in knip.json',
      parts: [command('knip', ['--no-progress'])],
    },
    {
      name: 'words',
      mend: 'See "Words" in CONTRIBUTING.md, and docs/reference/glossary.md; again with: pnpm words',
      parts: [command('node', ['scripts/words/main.ts'])],
    },
    {
      name: 'types',
      mend: 'See it again with: pnpm exec tsc, here or in scripts',
      // All at once: fourteen projects would each check the packages below them again. The scripts have a rule less.
      parts: [command('tsc', []), command('tsc', [], 'scripts')],
    },
  ];
}

function command(program: string, args: readonly string[], folder = '.'): CheckPart {
  return {
    name: folder === '.' ? program : `${program} in ${folder}`,
    run: async (surroundings) => {
      const cwd = join(surroundings.root, folder);
      const { exit, output } = await runCommand(program, args, { ...surroundings, cwd });
      return exit === 0 ? undefined : `${output}\n${program} ended with ${exit}`;
    },
  };
}

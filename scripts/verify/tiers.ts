import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { runCommand, type Surroundings } from './run-command.ts';
import type { Tally } from './tally.ts';
import type { TierReport } from './tier-reporter.ts';

/** The projects of vitest.config.ts, cheap first. */
export const tiers = ['unit', 'workflow', 'integration', 'e2e'] as const;

/** Each of its test files keeps five processes and more busy: side by side, they only slow each other down. */
const fewer: Partial<Record<(typeof tiers)[number], readonly string[]>> = { e2e: ['--maxWorkers=3'] };

/** Runs the tests of a tier and tallies each. A tier that crashes, or has no tests, is one failure. */
export async function runTier(
  tier: (typeof tiers)[number],
  { tally, ...surroundings }: Surroundings & { readonly tally: Tally },
): Promise<void> {
  const file = join(surroundings.temp, `tier-${tier}.json`);
  const reporter = join(import.meta.dirname, 'tier-reporter.ts');
  const { exit } = await runCommand(
    'vitest',
    ['run', '--project', tier, ...(fewer[tier] ?? []), '--reporter=default', `--reporter=${reporter}`],
    { ...surroundings, show: true, env: { HEADRACE_TIER_REPORT: file } },
  );
  const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TierReport) : undefined;
  tally.pass(report?.passed);
  for (const name of report?.failed ?? []) tally.fail(`${tier}: ${name}`, 'Its output is above.');
  for (const { name, reason } of report?.skipped ?? []) tally.skip(`${tier}: ${name}`, reason);
  if (exit !== 0 && !report?.failed.length)
    tally.fail(tier, `vitest ended with ${exit}; its output is above`);
  else if (exit === 0 && !report?.passed) tally.fail(tier, 'Not one of its tests ran to its end and passed');
}

// The gate, `pnpm test`: every check and every test there is, and one line at the end that says how many hold.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findChecks, type Check } from './verify/checks.ts';
import { endProcesses, findFolders, findProcesses } from './verify/leftovers.ts';
import { readOnly } from './verify/read-only.ts';
import { createTally, type Tally } from './verify/tally.ts';
import { runTier, tiers } from './verify/tiers.ts';
import type { Surroundings } from './verify/run-command.ts';

const root = join(import.meta.dirname, '..');
const tally = createTally();
const stop = new AbortController();

process.on('exit', (code) => {
  if (code !== 0 && tally.failed() === 0) tally.fail('gate', `it ended with exit code ${code}`);
  console.log(`\n${tally.summary()}`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

try {
  await verify(readOnly(process.argv.slice(2), [...findChecks(root).map(({ name }) => name), ...tiers]));
} catch (error) {
  tally.fail('gate', error instanceof Error ? (error.stack ?? error.message) : String(error));
}
process.exitCode = tally.failed() > 0 ? 1 : 0;

/** All cheap checks, then all tiers even where a check failed: one run tells everything. */
async function verify(isWanted: (name: string) => boolean): Promise<void> {
  // What the tests start and make inherits this folder: by it they are known afterwards.
  const temp = mkdtempSync(join(tmpdir(), 'headrace-gate-'));
  chmodSync(temp, 0o755);
  const surroundings: Surroundings = { root, temp, signal: stop.signal };
  try {
    for (const check of findChecks(root).filter(({ name }) => isWanted(name))) {
      await runCheck(check, surroundings);
    }
    for (const tier of tiers.filter(isWanted)) {
      if (!stop.signal.aborted) await timed(tier, () => runTier(tier, { ...surroundings, tally }));
    }
    await timed('leftovers', () => checkLeftovers(temp, tally));
    if (stop.signal.aborted) tally.fail('gate', 'it was stopped before its end');
  } finally {
    rmSync(temp, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runCheck(check: Check, surroundings: Surroundings): Promise<void> {
  if (surroundings.signal.aborted) return;
  await timed(check.name, async () => {
    for (const part of check.parts) {
      const problem = await part.run(surroundings);
      if (problem === undefined) tally.pass();
      else tally.fail(part.name, `${problem}\n${check.mend}`);
    }
  });
}

async function checkLeftovers(temp: string, report: Tally): Promise<void> {
  const processes = await findProcesses(temp, { patience: 5_000 });
  if (processes.length === 0) report.pass();
  else report.fail('processes', `The tests left running:\n${processes.map(({ line }) => line).join('\n')}`);
  endProcesses(processes);
  const folders = findFolders(temp);
  if (folders.length === 0) report.pass();
  else report.fail('temporary folders', `The tests left in the temporary folder:\n${folders.join('\n')}`);
}

async function timed(name: string, step: () => Promise<void>): Promise<void> {
  const before = tally.failed();
  const started = performance.now();
  await step();
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(
    `${tally.failed() === before ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${seconds.padStart(6)} s`,
  );
}

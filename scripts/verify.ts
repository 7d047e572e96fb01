// The gate, `pnpm test`: every check and every test there is, and one line at the end that says how many hold.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findChecks, type Check } from './verify/checks.ts';
import { endProcesses, findFolders, findProcesses } from './verify/leftovers.ts';
import { readOptions, type GateOptions } from './verify/read-options.ts';
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
  await verify(readOptions(process.argv.slice(2), [...findChecks().map(({ name }) => name), ...tiers]));
} catch (error) {
  tally.fail('gate', error instanceof Error ? (error.stack ?? error.message) : String(error));
}
process.exitCode = tally.failed() > 0 ? 1 : 0;

/** All cheap checks, then all tiers even where a check failed: one run tells everything. */
async function verify({ isWanted, thorough }: GateOptions): Promise<void> {
  // What the tests start and make inherits this folder: by it they are known afterwards.
  const temp = mkdtempSync(join(tmpdir(), 'headrace-gate-'));
  chmodSync(temp, 0o755);
  const surroundings: Surroundings = { root, temp, signal: stop.signal };
  if (thorough) process.env['HEADRACE_THOROUGH'] = '1';
  const steps = [...findChecks().map(({ name }) => name), ...tiers].filter(isWanted);
  try {
    for (const check of findChecks().filter(({ name }) => isWanted(name))) {
      await runCheck(check, steps, surroundings);
    }
    for (const tier of tiers.filter(isWanted)) {
      if (!stop.signal.aborted) await timed(tier, steps, () => runTier(tier, { ...surroundings, tally }));
    }
    await timed('leftovers', steps, () => checkLeftovers(temp, tally));
    if (stop.signal.aborted) tally.fail('gate', 'it was stopped before its end');
  } finally {
    rmSync(temp, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runCheck(check: Check, steps: readonly string[], surroundings: Surroundings): Promise<void> {
  if (surroundings.signal.aborted) return;
  await timed(check.name, steps, async () => {
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

/** Says what is under way and what is left, and then how long it took. */
async function timed(name: string, steps: readonly string[], step: () => Promise<void>): Promise<void> {
  const before = tally.failed();
  const started = performance.now();
  const at = steps.indexOf(name) + 1;
  if (at > 0)
    console.log(`       ${name} (${at} of ${steps.length}, ${seconds(performance.now())} s so far)`);
  await step();
  const took = seconds(performance.now() - started).padStart(6);
  console.log(`${tally.failed() === before ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${took} s`);
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

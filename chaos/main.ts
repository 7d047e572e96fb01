import { readFlags, usage, UsageError } from './read-flags.ts';
import { runChaos, type ChaosReport } from './run-chaos.ts';

/** Findings printed; the first ones tell the most. */
const shown = 50;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
}

try {
  const options = readFlags(process.argv.slice(2));
  console.log(`seed ${options.seed}, ${options.duration / 60_000} minutes, ${options.database}`);
  const report = await runChaos({ ...options, say: (line) => console.log(line), signal: stop.signal });
  printReport(report);
  process.exitCode = report.findings.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
// A connection that is still open is no reason to stay.
process.exit();

function printReport({ findings, runs, backfills, waits, schedules, disturbances }: ChaosReport): void {
  console.log(
    `${runs} runs, ${backfills} backfills, ${waits} waits, ${schedules} schedules, ${disturbances} disturbances, ${findings.length} findings`,
  );
  for (const { rule, sentence } of findings.slice(0, shown)) console.log(`  ${rule.padEnd(8)}${sentence}`);
  if (findings.length > shown) console.log(`  and ${findings.length - shown} more`);
}

import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import type { Benchmark } from './figure.ts';
import { bulkLoading } from './figures/bulk-loading.ts';
import { crash } from './figures/crash.ts';
import { itemActivities } from './figures/item-activities.ts';
import { loader } from './figures/loader.ts';
import { memory } from './figures/memory.ts';
import { smallRun } from './figures/small-run.ts';
import { throughput } from './figures/throughput.ts';
import { workerStart } from './figures/worker-start.ts';
import { toReport, type Measured } from './to-report.ts';

const benchmarks = [smallRun, throughput, itemActivities, crash, loader, bulkLoading, memory, workerStart];
const say = (line: string): void => console.error(line);

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const chosen = chooseBenchmarks(values.only);
const measured: Measured[] = [];
const begin = performance.now();
for (const [index, benchmark] of chosen.entries()) {
  say(`[${index + 1}/${chosen.length}] ${benchmark.name}: ${benchmark.title}`);
  measured.push({ title: benchmark.title, figures: await benchmark.measure(say) });
}
const report = await toReport(measured, (performance.now() - begin) / 1_000);
console.log(report);
// A part of the table is not what the page promises.
if (values.only === undefined) {
  await writeFile(new URL('../docs/benchmarks.md', import.meta.url), report);
}

function chooseBenchmarks(names: readonly string[] | undefined): readonly Benchmark[] {
  const known = benchmarks.map(({ name }) => name);
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown === undefined) return benchmarks.filter(({ name }) => names?.includes(name) ?? true);
  console.error(`--only ${unknown}: no such benchmark; there are ${known.join(', ')}`);
  return process.exit(2);
}

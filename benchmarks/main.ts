import { writeFile } from 'node:fs/promises';

import { measureSmallRun } from './figures/small-run.ts';
import { measureThroughput } from './figures/throughput.ts';
import { toReport } from './to-report.ts';

const say = (line: string): void => console.error(line);

const small = await measureSmallRun(say);
const large = await measureThroughput(say);
const report = toReport({ small, large });
console.log(report);
await writeFile(new URL('../docs/benchmarks.md', import.meta.url), report);

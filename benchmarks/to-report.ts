import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

import type { HistoryFigures, PayloadFigure } from '@headrace/sandbox';

export interface ReportOptions extends HistoryFigures {
  readonly times: readonly { readonly plain: number; readonly headrace: number }[];
  /** Items of one run. */
  readonly limit: number;
}

/** The figures as a page of Markdown. */
export function toReport({ times, limit, events, bytes, payloads }: ReportOptions): string {
  const plain = median(times.map((time) => time.plain));
  const headrace = median(times.map((time) => time.headrace));
  const ratio = median(times.map((time) => time.headrace / time.plain));
  return `# Benchmarks

Written by \`pnpm bench\`. Timings on shared machines are noisy: read the ratios. Each is the median of
${times.length} rounds in which both sides ran in turn.

| figure | value |
|---|---|
| \`hacker-news --limit ${limit}\`, start to result | ${headrace.toFixed()} ms |
| the same requests and rows in one plain script | ${plain.toFixed()} ms |
| Headrace over the plain script | ${ratio.toFixed(2)} |
| history events; an item | ${events}; ${(events / limit).toFixed(3)} |
| history bytes; an item | ${bytes}; ${(bytes / limit).toFixed(1)} |
| largest payloads, the run's result and its rows | ${payloads.filter(isResult).map(toText).join('; ')} |
| largest payload of the rest | ${payloads
    .filter((payload) => !isResult(payload))
    .slice(0, 1)
    .map(toText)
    .join()} |

${machine()}
`;
}

/** The result and the rows it is made of; all else is references and counts. */
function isResult({ event, activity }: PayloadFigure): boolean {
  return (
    event === 'workflowExecutionCompleted' || (event === 'activityTaskCompleted' && activity === 'readRows')
  );
}

function toText({ bytes, event, activity }: PayloadFigure): string {
  return `${bytes} bytes, ${event}${activity === undefined ? '' : ` of ${activity}`}`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function machine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const date = new Date().toISOString().slice(0, 10);
  return `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, ${memory} GiB, ${process.platform}, Node ${process.version}, ${date}, commit ${commit}. Temporal's dev server and PGlite on the same machine.`;
}

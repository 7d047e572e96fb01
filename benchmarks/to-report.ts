import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

import type { PayloadFigure } from '@headrace/sandbox';

import type { SmallRunFigures } from './figures/small-run.ts';
import type { ThroughputFigures } from './figures/throughput.ts';

export interface ReportOptions {
  readonly small: SmallRunFigures;
  readonly large: ThroughputFigures;
}

/** The figures as a page of Markdown. */
export function toReport({ small, large }: ReportOptions): string {
  return `# Benchmarks

Written by \`pnpm bench\`. Timings on shared machines are noisy: read the ratios. Each is the median of its rounds, in
which both sides ran in turn. The references are the scripts in \`benchmarks/references\`, with no Headrace in them.

## A run of ${small.limit} items

\`hacker-news --limit ${small.limit}\`, start to result, against the sample source.

| figure | value |
|---|---|
${smallRows(small).join('\n')}

## A run of ${large.items.toLocaleString('en')} items

\`hacker-news-archive --from 1 --to ${large.items}\`, start to result, into ${large.engine}. Temporal, the database, the source
and the workers share the machine with what is measured.

| figure | value | goal | met |
|---|---|---|---|
${largeRows(large).join('\n')}

${machine()}
`;
}

function smallRows({ limit, times, history }: SmallRunFigures): string[] {
  const { events, bytes, payloads } = history;
  const rest = payloads.filter((payload) => !isResult(payload));
  return [
    `| Headrace | ${median(times.map(({ headrace }) => headrace)).toFixed()} ms |`,
    `| the same requests and rows in one plain script | ${median(times.map(({ plain }) => plain)).toFixed()} ms |`,
    `| Headrace's time over the plain script's | ${ratio(times.map(({ headrace, plain }) => headrace / plain))} |`,
    `| history events; an item | ${events}; ${(events / limit).toFixed(3)} |`,
    `| history bytes; an item | ${bytes}; ${(bytes / limit).toFixed(1)} |`,
    `| the run's result, and its rows on the way | ${payloads.filter(isResult).map(toText).join('; ')} |`,
    `| largest payload of the rest | ${rest.slice(0, 1).map(toText).join('')} |`,
  ];
}

function largeRows({ items, times, events, bytes, rewritten }: ThroughputFigures): string[] {
  const perSecond = (items / median(times.map(({ headrace }) => headrace))) * 1_000;
  return [
    `| items/s | ${perSecond.toFixed()} | | |`,
    row(
      'items/s over the same loop in a plain script',
      times.map(({ loop, headrace }) => loop / headrace),
      0.85,
    ),
    row(
      'items/s over the fastest plain script',
      times.map(({ fastest, headrace }) => fastest / headrace),
      0.8,
    ),
    atMost('history events an item', events / items, 0.01),
    atMost('history bytes an item', bytes / items, 2),
    atMost('rows rewritten by a second identical run', rewritten, 0),
    atMost('its time over the first', median(times.map(({ again, headrace }) => again / headrace)), 0.8),
  ];
}

function row(name: string, ratios: readonly number[], goal: number): string {
  const value = median(ratios);
  return `| ${name} | ${ratio(ratios)} | ≥ ${goal} | ${value >= goal ? 'yes' : 'no'} |`;
}

function atMost(name: string, value: number, goal: number): string {
  const shown = Number.isInteger(value) ? String(value) : value.toFixed(4);
  return `| ${name} | ${shown} | ≤ ${goal} | ${value <= goal ? 'yes' : 'no'} |`;
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

function ratio(ratios: readonly number[]): string {
  return median(ratios).toFixed(2);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function machine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const date = new Date().toISOString().slice(0, 10);
  return `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, ${memory} GiB, ${process.platform}, Node ${process.version}, ${date}, commit ${commit}.`;
}

import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

import { findPostgres } from '@headrace/sandbox';

import type { Figure } from './figure.ts';

export interface Measured {
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** The figures as a page of Markdown. */
export async function toReport(measured: readonly Measured[], seconds: number): Promise<string> {
  const rows = measured.flatMap(({ title, figures }) => [`| **${title}** | | | |`, ...figures.map(toRow)]);
  const missed = measured.flatMap(({ figures }) => figures.flatMap(toParagraph));
  return `# Benchmarks

Written by \`pnpm bench\`. Timings on shared machines are noisy: read the ratios. Each is the median of its rounds, in
which both sides ran in turn, beside a reference: a script of \`benchmarks/references\` with no Headrace in it. Source,
database, Temporal and workers share one machine with the reference.

| figure | measured | goal | met |
|---|---|---|---|
${rows.join('\n')}
${missed.length === 0 ? '' : `\n## Goals not met\n\n${missed.join('\n\n')}\n`}
${await describeMachine()} Measured in ${(seconds / 60).toFixed(1)} minutes.
`;
}

function toRow({ what, measured, goal }: Figure): string {
  const met = goal === undefined ? '' : goal.isMet ? 'yes' : 'no';
  return `| ${what} | ${measured} | ${goal?.text ?? ''} | ${met} |`;
}

function toParagraph({ what, goal }: Figure): string[] {
  return goal?.isMet === false && goal.limit !== undefined ? [`**${what}.** ${goal.limit}`] : [];
}

async function describeMachine(): Promise<string> {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const date = new Date().toISOString().slice(0, 10);
  const engine = await findPostgres().then(
    () => 'Postgres',
    () => 'PGlite, since no Postgres was found',
  );
  return `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, ${memory} GiB, ${process.platform}, Node ${process.version}, ${engine}, ${date}, commit ${commit}.`;
}

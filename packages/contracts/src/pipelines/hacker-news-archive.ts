import type { PipelineContract } from '../pipeline/pipeline.ts';
import type { RunResult } from '../run/run.ts';

/** Without `from` and `last`: the newest 1,000 items. */
export interface HackerNewsArchiveInput {
  from?: number;
  to?: number;
  last?: number;
}

/** An item as the API has it; `null` where it leaves a field out or empty. */
export interface HackerNewsItem {
  id: number;
  type: string | null;
  by: string | null;
  postedAt: string | null;
  /** HTML. */
  text: string | null;
  title: string | null;
  url: string | null;
  score: number | null;
  /** The parent of a comment; of a poll's option, the poll. */
  parent: number | null;
  descendants: number | null;
  dead: boolean;
  deleted: boolean;
}

const optional = true;
/** Some twenty times the ids there are in 2026. */
const id = { type: 'integer', minimum: 1, maximum: 1_000_000_000, optional } as const;

/** https://github.com/HackerNews/API: stories, comments, jobs, polls and their options share one sequence of ids. */
export const hackerNewsArchive: PipelineContract<
  HackerNewsArchiveInput,
  HackerNewsItem,
  Pick<RunResult<HackerNewsItem>, 'summary' | 'rows'>
> = {
  name: 'hacker-news-archive',
  workflow: 'hackerNewsArchive',
  title: 'Hacker News items by id',
  input: {
    from: { ...id, description: 'the first id; incremental runs go by it only the first time' },
    to: { ...id, requires: ['from'], atLeast: 'from', description: 'the last id; by default the newest' },
    last: {
      ...id,
      excludes: ['from', 'to'],
      description:
        'how many of the newest ids, in place of from and to, 1,000 where none is given; incremental runs go by it only the first time',
    },
  },
  dataset: {
    name: 'hacker_news_items',
    columns: {
      id: { type: 'integer' },
      type: { type: 'text', nullable: true, description: 'story, comment, job, poll or pollopt' },
      by: { type: 'text', nullable: true, description: 'null on deleted items' },
      postedAt: { type: 'timestamp', nullable: true },
      title: { type: 'text', nullable: true, description: 'null on comments' },
      text: { type: 'text', nullable: true, description: 'HTML; null on links' },
      url: { type: 'text', nullable: true, description: 'null on text posts and comments' },
      score: { type: 'integer', nullable: true, description: 'null on comments' },
      parent: { type: 'integer', nullable: true, description: 'of a comment, or the poll of an option' },
      descendants: { type: 'integer', nullable: true, description: 'comments in the whole thread' },
      dead: { type: 'boolean', description: 'taken off the site by its moderators or its readers' },
      deleted: { type: 'boolean', description: 'by its author' },
    },
  },
  batch: {
    size: 10_000,
    chunk: 250,
    concurrency: 32,
    parallel: 4,
    itemAttempts: 5,
    itemTimeout: 6 * 60 * 60_000,
  },
  quarantineLimit: 0.01,
  watermark: {
    type: 'integer',
    // Two hours of ids at most times: as long as an author may edit, and longer than the newest ids stay empty.
    overlap: 1_000,
    excludes: ['to'],
    description: 'the highest id',
  },
};

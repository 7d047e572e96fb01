import type { Dependency } from '../dataset/dependency.ts';
import { limits } from '../limits.ts';
import type { PipelineContract } from '../pipeline/pipeline.ts';
import type { RunResult } from '../run/run.ts';

export interface FrontPageDigestInput {
  words: number;
}

export interface FrontPageWord {
  day: string;
  word: string;
  /** In the titles of Hacker News. */
  stories: number;
  /** In the titles of the Discourse forum. */
  topics: number;
}

const sameDay: Omit<Dependency, 'dataset'> = {
  interval: 'same',
  within: 2 * 60 * 60_000,
  otherwise: 'fail',
};

/** Reads no API: its items are words of the versions that its run uses. */
export const frontPageDigest: PipelineContract<
  FrontPageDigestInput,
  FrontPageWord,
  Pick<RunResult<FrontPageWord>, 'summary' | 'rows'>
> = {
  name: 'front-page-digest',
  workflow: 'frontPageDigest',
  title: 'Common words of Hacker News and a Discourse forum',
  input: {
    words: {
      type: 'integer',
      minimum: 1,
      maximum: limits.countedWords,
      default: 50,
      description: 'how many words, those that both have first',
    },
  },
  dataset: {
    name: 'front_page_words',
    columns: {
      day: { type: 'text', description: "the start of the run's interval" },
      word: { type: 'text' },
      stories: { type: 'integer', description: 'how often in the titles of Hacker News' },
      topics: { type: 'integer', description: 'how often in the titles of the forum' },
    },
  },
  after: [
    { dataset: 'hacker_news_stories', ...sameDay },
    { dataset: 'discourse_topics', ...sameDay },
  ],
  batch: {
    size: 500,
    chunk: 250,
    concurrency: 32,
    parallel: 1,
    itemAttempts: 5,
    itemTimeout: 60 * 60_000,
  },
  quarantineLimit: 0,
};

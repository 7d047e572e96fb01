import type { PipelineContract } from '../pipeline/pipeline.ts';
import type { RunResult } from '../run/run.ts';

export interface HackerNewsInput {
  feed: 'top' | 'new' | 'best' | 'ask' | 'show' | 'job';
  limit: number;
}

export interface Story {
  id: number;
  type: string;
  title: string;
  by: string;
  /** Absent on text posts. */
  url: string | null;
  score: number;
  comments: number;
  postedAt: string;
}

/** https://github.com/HackerNews/API: a feed lists up to 500 ids. */
export const hackerNews: PipelineContract<HackerNewsInput, Story, RunResult<Story>> = {
  name: 'hacker-news',
  workflow: 'hackerNews',
  title: 'Hacker News stories',
  input: {
    feed: {
      type: 'string',
      enum: ['top', 'new', 'best', 'ask', 'show', 'job'],
      default: 'top',
      description: 'which list to read',
    },
    limit: {
      type: 'integer',
      minimum: 1,
      maximum: 500,
      default: 10,
      description: 'how many stories from the head of the list',
    },
  },
  dataset: {
    name: 'hacker_news_stories',
    columns: {
      id: { type: 'integer' },
      type: { type: 'text', description: 'story, job or poll' },
      title: { type: 'text' },
      by: { type: 'text' },
      url: { type: 'text', nullable: true, description: 'null on text posts' },
      score: { type: 'integer' },
      comments: { type: 'integer', description: 'comments in the whole thread' },
      postedAt: { type: 'timestamp' },
    },
  },
  batch: {
    size: 2_000,
    chunk: 250,
    concurrency: 32,
    parallel: 4,
    itemAttempts: 5,
    itemTimeout: 6 * 60 * 60_000,
  },
  quarantineLimit: 0.1,
};

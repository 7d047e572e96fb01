import { limits } from '../limits.ts';
import type { PipelineContract } from '../pipeline/pipeline.ts';
import type { RunResult } from '../run/run.ts';

export interface DiscourseTopicsInput {
  /** The worker's own forum where it is not given. */
  forum?: string;
  pages: number;
  top: number;
}

/** A topic as its forum tells it; `null` where it leaves a field out. */
export interface Topic {
  /** The forum's base URL, without a slash at its end. */
  forum: string;
  id: number;
  title: string;
  url: string;
  views: number | null;
  likes: number | null;
  replies: number | null;
  posts: number | null;
  createdAt: string;
  lastPostedAt: string | null;
}

/** https://docs.discourse.org: `latest.json` lists 30 topics a page, those posted in last first. */
export const discourseTopics: PipelineContract<DiscourseTopicsInput, Topic, RunResult<Topic>> = {
  name: 'discourse-topics',
  workflow: 'discourseTopics',
  title: 'Topics of a Discourse forum',
  input: {
    forum: {
      type: 'string',
      format: 'uri',
      maxLength: 200,
      optional: true,
      description: "the forum's base URL; by default the one that the activity worker is set to",
    },
    pages: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      default: 1,
      description:
        'how many pages of the latest topics, of 30 each; incremental runs go by it only the first time',
    },
    top: {
      type: 'integer',
      minimum: 1,
      maximum: limits.resultRows,
      default: 10,
      description: 'how many of the most viewed topics the result shows',
    },
  },
  dataset: {
    name: 'discourse_topics',
    columns: {
      forum: { type: 'text', description: "the forum's base URL" },
      id: { type: 'integer', description: 'unique in its forum' },
      title: { type: 'text' },
      url: { type: 'text' },
      views: { type: 'integer', nullable: true },
      likes: { type: 'integer', nullable: true, description: 'of all of its posts' },
      replies: { type: 'integer', nullable: true, description: 'posts that answer another post' },
      posts: { type: 'integer', nullable: true },
      createdAt: { type: 'timestamp' },
      lastPostedAt: { type: 'timestamp', nullable: true },
    },
  },
  batch: {
    size: 500,
    chunk: 50,
    concurrency: 8,
    parallel: 2,
    itemAttempts: 5,
    itemTimeout: 6 * 60 * 60_000,
  },
  // Below what Discourse answers with 429 by default, 50 requests in 10 s and 200 in a minute from one address:
  // https://meta.discourse.org/t/available-settings-for-global-rate-limits-and-throttling/78612
  budget: { requestsPerSecond: 3, burst: 18, concurrent: 4 },
  quarantineLimit: 0.1,
  watermark: {
    type: 'timestamp',
    // A post is approved, moved or edited in hindsight within minutes, as a rule.
    overlap: 60 * 60_000,
    per: ['forum'],
    description: 'the last post or bump of a topic, for each forum',
  },
};

import { discourseTopics } from '../pipelines/discourse-topics.ts';
import { frontPageDigest } from '../pipelines/front-page-digest.ts';
import { hackerNewsArchive } from '../pipelines/hacker-news-archive.ts';
import { hackerNews } from '../pipelines/hacker-news.ts';
import type { AnyPipelineContract } from './pipeline.ts';

/** Every pipeline there is, in the order in which they are listed to people. */
export const pipelines: readonly AnyPipelineContract[] = [
  hackerNews,
  hackerNewsArchive,
  discourseTopics,
  frontPageDigest,
];

/** The contract of that name, or `undefined`. */
export function findPipeline(name: string): AnyPipelineContract | undefined {
  return pipelines.find((pipeline) => pipeline.name === name);
}

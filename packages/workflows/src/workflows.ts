export { hackerNews } from './pipelines/hacker-news.ts';
export { readRows } from './read-rows.ts';
export { landShard } from './land-shard.ts';

export { hackerNewsArchive } from './pipelines/hacker-news-archive.ts';
export { hackerNews } from './pipelines/hacker-news.ts';
export { discardQuarantine, previewReplay, readQuarantine } from './quarantine.ts';
export { readRows } from './read-rows.ts';
export { landShard } from './land-shard.ts';

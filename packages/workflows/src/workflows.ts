export { frontPageDigest } from './pipelines/front-page-digest.ts';
export { discourseTopics } from './pipelines/discourse-topics.ts';
export { hackerNewsArchive } from './pipelines/hacker-news-archive.ts';
export { hackerNews } from './pipelines/hacker-news.ts';
export {
  previewPrune,
  prune,
  discardQuarantine,
  previewReplay,
  readQuarantine,
  readRows,
  countRunWords,
  findFinished,
  describeDataset,
  listDatasets,
} from './questions.ts';
export { landShard } from './run/land-shards.ts';
export { runInterval } from './interval/run-interval.ts';
export { backfill } from './backfill/backfill.ts';
export { dataset } from './dataset/dataset.ts';

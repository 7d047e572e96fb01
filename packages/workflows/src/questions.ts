import {
  versionDefaults,
  quarantineDefaults,
  pruneDefaults,
  datasetDefaults,
  intervalDefaults,
  type DatasetDescription,
  type DatasetListing,
  type DescribeDatasetRequest,
  type VersionActivities,
  type Discarded,
  type QuarantineActivities,
  type QuarantineFilter,
  type QuarantinePage,
  type ReadQuarantineRequest,
  type ReplayPreview,
  type ReplayRequest,
  type PruneActivities,
  type PruneFilter,
  type PrunePreview,
  type PruneProgress,
  type PruneRequest,
  type DatasetActivities,
  type ReadRowsRequest,
  type RowPage,
  type CountWordsRequest,
  type WordCount,
  type FindFinishedRequest,
  type IntervalActivities,
} from '@headrace/contracts';
import { proxyActivities } from '@temporalio/workflow';

/** Every dataset that has a version, for callers that have Temporal but no database; so is the other. */
export function listDatasets(): Promise<readonly DatasetListing[]> {
  return proxyActivities<VersionActivities>(versionDefaults.listDatasets).listDatasets();
}

/** A dataset's newest versions. */
export function describeDataset(request: DescribeDatasetRequest): Promise<DatasetDescription> {
  return proxyActivities<VersionActivities>(versionDefaults.describeDataset).describeDataset(request);
}

/** One page of the quarantine, for callers that have Temporal but no database; so are the others. */
export function readQuarantine(request: ReadQuarantineRequest): Promise<QuarantinePage> {
  return proxyActivities<QuarantineActivities>(quarantineDefaults.readQuarantine).readQuarantine(request);
}

/** Takes items out of quarantine for good. */
export function discardQuarantine(filter: QuarantineFilter): Promise<Discarded> {
  return proxyActivities<QuarantineActivities>(quarantineDefaults.discardQuarantine).discardQuarantine(
    filter,
  );
}

/** Previews a replay: the number of items, their pipeline and its input. */
export function previewReplay(replay: ReplayRequest): Promise<ReplayPreview> {
  return proxyActivities<QuarantineActivities>(quarantineDefaults.previewReplay).previewReplay(replay);
}

/** Some seconds of a prune, for callers that have Temporal but no database. */
export function prune(request: PruneRequest): Promise<PruneProgress> {
  return proxyActivities<PruneActivities>(pruneDefaults.prune).prune(request);
}

/** Counts the runs that a prune would remove. */
export function previewPrune(filter: PruneFilter): Promise<PrunePreview> {
  return proxyActivities<PruneActivities>(pruneDefaults.previewPrune).previewPrune(filter);
}

/** One page of a run's rows, for callers that have Temporal but no database. */
export function readRows(request: ReadRowsRequest): Promise<RowPage> {
  return proxyActivities<DatasetActivities>(datasetDefaults.readRows).readRows(request);
}

/** The most frequent words of a run, for callers that have Temporal but no database. */
export function countRunWords(request: CountWordsRequest): Promise<WordCount[]> {
  return proxyActivities<DatasetActivities>(datasetDefaults.countWords).countWords(request);
}

/** Which runs have completed, for callers that have Temporal but no database. */
export function findFinished(request: FindFinishedRequest): Promise<readonly string[]> {
  return proxyActivities<IntervalActivities>(intervalDefaults.findFinished).findFinished(request);
}

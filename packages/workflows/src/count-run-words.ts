import {
  datasetDefaults,
  type CountWordsRequest,
  type DatasetActivities,
  type WordCount,
} from '@headrace/contracts';
import { proxyActivities } from '@temporalio/workflow';

/** The most frequent words of a run, for callers that have Temporal but no database. */
export function countRunWords(request: CountWordsRequest): Promise<WordCount[]> {
  return proxyActivities<DatasetActivities>(datasetDefaults.countWords).countWords(request);
}

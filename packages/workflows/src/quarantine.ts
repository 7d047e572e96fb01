import {
  quarantineDefaults,
  type Discarded,
  type QuarantineActivities,
  type QuarantineFilter,
  type QuarantinePage,
  type ReadQuarantineRequest,
  type ReplayPreview,
  type ReplayRequest,
} from '@headrace/contracts';
import { proxyActivities } from '@temporalio/workflow';

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

/** What a replay would be: how many items, of which pipeline, with which input. */
export function previewReplay(replay: ReplayRequest): Promise<ReplayPreview> {
  return proxyActivities<QuarantineActivities>(quarantineDefaults.previewReplay).previewReplay(replay);
}

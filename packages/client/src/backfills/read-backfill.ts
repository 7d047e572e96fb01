import { toBackfillId, type BackfillProgress } from '@headrace/contracts';

import { queryProgress } from '../query-progress.ts';
import type { Settings } from '../settings.ts';
import { describeBackfill, type BackfillDescription } from './describe-backfill.ts';

export interface BackfillStatus extends BackfillDescription {
  /** `null` where no worker tells. */
  readonly progress: BackfillProgress | null;
}

/** What a backfill is at, with or without a worker. Throws `BackfillNotFound` or `TemporalUnreachable`. */
export async function readBackfill(settings: Settings, name: string): Promise<BackfillStatus> {
  await describeBackfill(settings, name);
  const progress = await queryProgress<BackfillProgress>(settings, toBackfillId(name));
  // After the question: what has ended by then is told as ended.
  return { ...(await describeBackfill(settings, name)), progress };
}

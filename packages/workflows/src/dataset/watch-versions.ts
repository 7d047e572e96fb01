import { versionDefaults, type VersionActivities } from '@headrace/contracts';
import { condition, isCancellation, log, patched, proxyActivities, sleep } from '@temporalio/workflow';

import type { DatasetKeeper } from './keeper.ts';
import { isAsked } from './state.ts';

/** Wakes for versions that nobody told of, such as that of a run terminated between publishing and telling. */
export function watchVersions(keeper: DatasetKeeper): void {
  // An execution that was begun without goes on without; the next one looks.
  if (!patched('watch-versions')) return;
  const { awaitVersion } = proxyActivities<VersionActivities>(versionDefaults.awaitVersion);

  async function look(): Promise<void> {
    await condition(() => !keeper.isWoken && isAsked(keeper.now));
    try {
      keeper.find(await awaitVersion({ dataset: keeper.now.dataset, after: keeper.asked }));
    } catch (failure) {
      if (isCancellation(failure)) throw failure;
      log.warn('The look for versions was given up', { reason: String(failure) });
      await sleep(versionDefaults.awaitVersion.retry.maximumInterval);
    }
  }

  async function watch(): Promise<never> {
    for (;;) await look();
  }

  watch().catch((failure: unknown) => {
    if (!isCancellation(failure)) throw failure;
  });
}

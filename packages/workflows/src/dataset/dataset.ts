import { limits, versionDefaults, type DatasetState, type VersionActivities } from '@headrace/contracts';
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  workflowInfo,
  isCancellation,
  log,
  patched,
  sleep,
} from '@temporalio/workflow';

import { LiveDataset } from './dataset-state.ts';
import { runTask } from './run-task.ts';
import { toTasks, isAsked } from './state.ts';

/** Tasks at once: the events that they add fit in the room that `limits.historyEvents` leaves. */
const tasksAtOnce = 50;
/** Runs started before it continues as new: Temporal refuses a workflow more than 2,000 pending children. */
const startsAtMost = 400;

/**
 * Tells who waits for a dataset's version, and starts who subscribed to it, each once. The store has the versions: signals
 * only wake it, so that one lost costs minutes, not a version.
 */
export async function dataset(carried: DatasetState): Promise<void> {
  const { readDataset } = proxyActivities<VersionActivities>(versionDefaults.readDataset);
  const live = new LiveDataset(carried);
  let started = 0;

  function isFull(): boolean {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    return continueAsNewSuggested || historyLength >= limits.historyEvents || started >= startsAtMost;
  }

  async function work(): Promise<void> {
    const question = live.toQuestion();
    if (question === undefined) return;
    const reading = await readDataset(question);
    if (reading.more) live.wake();
    const tasks = toTasks(live.now, { after: question.after, reading });
    for (let first = 0; first < tasks.length && !isFull(); first += tasksAtOnce) {
      const some = tasks.slice(first, first + tasksAtOnce);
      await Promise.all(some.map(runTask));
      started += some.filter(({ kind }) => kind === 'start').length;
      live.recordDone(some);
    }
  }

  watchVersions(live);
  while (!isFull()) {
    await condition(() => live.isWoken || isFull());
    await work();
    setCurrentDetails(toDetails(live.now));
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof dataset>(live.now);
}

function toDetails({ lastVersion, waiters, subscriptions }: DatasetState): string {
  return `version ${lastVersion}, ${waiters.length} waiting, ${subscriptions.length} subscriptions`;
}

/** Wakes for versions that nobody told of, such as that of a run terminated between publishing and telling. */
function watchVersions(live: LiveDataset): void {
  // An execution that was begun without goes on without; the next one looks.
  if (!patched('watch-versions')) return;
  const { awaitVersion } = proxyActivities<VersionActivities>(versionDefaults.awaitVersion);

  async function look(): Promise<void> {
    await condition(() => !live.isWoken && isAsked(live.now));
    try {
      live.recordVersion(await awaitVersion({ dataset: live.now.dataset, after: live.asked }));
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

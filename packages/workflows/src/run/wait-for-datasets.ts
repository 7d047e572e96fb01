import {
  formatStart,
  terminalErrors,
  versionDefaults,
  datasetControl,
  meets,
  type DatasetUse,
  type Dependency,
  type FindVersionRequest,
  type Interval,
  type VersionActivities,
  type Waiting,
  type Waiter,
  type WaitRefusal,
} from '@headrace/contracts';
import {
  ApplicationFailure,
  CancellationScope,
  proxyActivities,
  workflowInfo,
  condition,
  defineSignal,
  setHandler,
} from '@temporalio/workflow';

import { signalDataset, signalStartedDataset } from '../dataset/signal-dataset.ts';

export interface WaitOptions {
  /** The run's; needed for dependencies of the same interval. */
  readonly interval: Interval | undefined;
  /** Told of what is not there yet, whenever that changes. */
  readonly onWait: (waitsFor: readonly Waiting[]) => void;
}

/** The versions that a run reads, or the reason why the run is skipped. */
export type WaitEnd =
  | { readonly uses: readonly DatasetUse[]; readonly skipped?: undefined }
  | { readonly skipped: string; readonly uses?: undefined };

/** A dependency was waited for in vain, and the run is to be skipped then. */
class Skipped extends Error {
  override readonly name = 'Skipped';
}

/**
 * Waits until all that a run needs is there; the first that was waited for in vain decides. The store is asked at the
 * beginning and at the end, and not in between. Throws a terminal `DependencyMissed`.
 */
export async function waitForDatasets(after: readonly Dependency[], options: WaitOptions): Promise<WaitEnd> {
  if (after.length === 0) return { uses: [] };
  const waitFor = createWait(options);
  const scope = new CancellationScope();
  const waits = after.map((dependency) => scope.run(() => waitFor(dependency)));
  try {
    return { uses: await Promise.all(waits) };
  } catch (reason) {
    if (reason instanceof Skipped) return { skipped: reason.message };
    throw reason;
  } finally {
    scope.cancel();
    await Promise.allSettled(waits);
    options.onWait([]);
  }
}

function createWait({ interval, onWait }: WaitOptions): (dependency: Dependency) => Promise<DatasetUse> {
  const { findVersion } = proxyActivities<VersionActivities>(versionDefaults.findVersion);
  const { startTime } = workflowInfo();
  const listener = listenForVersions();
  const waitsFor = new Map<string, Waiting>();

  async function wait(need: FindVersionRequest, waiting: Waiting): Promise<DatasetUse | undefined> {
    waitsFor.set(need.dataset, waiting);
    onWait([...waitsFor.values()]);
    const use = await listener.until(need, Date.parse(waiting.until));
    waitsFor.delete(need.dataset);
    onWait([...waitsFor.values()]);
    return use;
  }

  return async (dependency) => {
    const { dataset, within, otherwise } = dependency;
    const need = toNeed(dependency, interval);
    const until = new Date(startTime.getTime() + within).toISOString();
    const use =
      (await findVersion(need)) ??
      (await wait(need, { dataset, interval: dependency.interval, until })) ??
      // Whatever became of the signals, the store knows.
      (await findVersion(need)) ??
      (otherwise === 'use-latest' ? await findVersion({ dataset }) : null);
    return use ?? miss(dependency, describeMiss(dependency, { need, refusal: listener.refusal(dataset) }));
  };
}

function toNeed(
  { dataset, interval: which }: Dependency,
  interval: Interval | undefined,
): FindVersionRequest {
  return which === 'same' && interval ? { dataset, start: interval.start } : { dataset };
}

interface Miss {
  readonly need: FindVersionRequest;
  readonly refusal: string | undefined;
}

function describeMiss({ dataset, within, otherwise }: Dependency, { need, refusal }: Miss): string {
  const isAny = need.start === undefined || otherwise === 'use-latest';
  const which = isAny ? '' : ` for the interval that holds ${formatStart(need.start)}`;
  const time = within % 60_000 === 0 ? `${within / 60_000} min` : `${within / 1_000} s`;
  const why = refusal ?? `none was published within ${time} of the run's start`;
  return `no version of ${dataset}${which}: ${why}`;
}

function miss({ otherwise }: Dependency, message: string): never {
  if (otherwise === 'skip') throw new Skipped(message);
  throw ApplicationFailure.nonRetryable(message, terminalErrors.dependencyMissed);
}

/** The signals of datasets to a waiting run. */
interface VersionListener {
  /** Has the dataset tell of the version, and waits until it does; `undefined` at the deadline, ms since 1970. */
  until(need: FindVersionRequest, deadline: number): Promise<DatasetUse | undefined>;
  /** Why the dataset took no further waiter. */
  refusal(dataset: string): string | undefined;
}

function listenForVersions(): VersionListener {
  const { workflowId: waiter } = workflowInfo();
  const arrived = new Map<string, DatasetUse>();
  const refusals = new Map<string, string>();
  setHandler(defineSignal<[DatasetUse]>(datasetControl.available), (use) => {
    arrived.set(use.dataset, use);
  });
  setHandler(defineSignal<[WaitRefusal]>(datasetControl.refused), ({ dataset, reason }) => {
    refusals.set(dataset, reason);
  });

  /** An answer to an earlier run of the same id may be another version. */
  function find({ dataset, ...need }: FindVersionRequest): DatasetUse | undefined {
    const use = arrived.get(dataset);
    return use && meets(need, use) ? use : undefined;
  }

  return {
    async until(need, deadline) {
      const { dataset, ...ofVersion } = need;
      const left = deadline - Date.now();
      if (left <= 0) return undefined;
      const argument: Waiter = { waiter, ...ofVersion };
      try {
        await signalStartedDataset(dataset, { name: datasetControl.wait, argument });
        await condition(() => find(need) !== undefined || refusals.has(dataset), left);
        return find(need);
      } finally {
        if (find(need) === undefined) await forget(dataset, waiter);
      }
    },
    refusal: (dataset) => refusals.get(dataset),
  };
}

/** A run that was cancelled is forgotten, too. */
async function forget(dataset: string, waiter: string): Promise<void> {
  const signal = { name: datasetControl.forget, argument: waiter };
  await CancellationScope.nonCancellable(() => signalDataset(dataset, signal));
}

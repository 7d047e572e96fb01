import {
  isInstant,
  limits,
  toSubscribedRunId,
  type DatasetReading,
  type DatasetState,
  type DatasetUse,
  type ReadDatasetRequest,
  type Schedule,
  type Subscription,
  type VersionNeed,
  type Waiter,
} from '@headrace/contracts';

/** One task that follows from a reading of the store; each is done once. */
export type DatasetTask =
  | { readonly kind: 'answer'; readonly waiter: Waiter; readonly use: DatasetUse }
  | { readonly kind: 'start'; readonly subscription: Subscription; readonly use: DatasetUse };

/** Versions and met needs of a reading: as many as fit a payload. */
const readingLimit = 100;

/** Keeps the newest version; a signal sent by hand may name none. */
export function recordVersion(state: DatasetState, version: number): DatasetState {
  return version > state.lastVersion ? { ...state, lastVersion: version } : state;
}

/** Whether anybody wants to know of versions. */
export function isAsked({ waiters, subscriptions }: DatasetState): boolean {
  return waiters.length > 0 || subscriptions.length > 0;
}

/** Whether a signal has named a waiter; one sent by hand may not have. */
export function isWaiter(given: Partial<Waiter> | undefined): given is Waiter {
  const { waiter, start } = given ?? {};
  return typeof waiter === 'string' && (start === undefined || isInstant(start));
}

/** Why a waiter cannot be taken, in words. */
export function findWaiterProblem(state: DatasetState, waiter: Waiter): string | undefined {
  const others = withoutWaiter(state, waiter.waiter);
  if (others.waiters.length >= limits.datasetWaiters) {
    return `${limits.datasetWaiters} runs wait for ${state.dataset} already; start again when fewer do`;
  }
  return findSizeProblem(others, waiter);
}

/** Takes a waiter, in place of what the same one waited for before. */
export function addWaiter(state: DatasetState, waiter: Waiter): DatasetState {
  const { waiters } = withoutWaiter(state, waiter.waiter);
  return { ...state, waiters: [...waiters, waiter] };
}

export function withoutWaiter(state: DatasetState, waiter: string): DatasetState {
  return { ...state, waiters: state.waiters.filter((one) => one.waiter !== waiter) };
}

/** Why there cannot be another subscription, in words. */
export function findSubscriptionProblem(state: DatasetState, definition: Schedule): string | undefined {
  const others = withoutSubscription(state, definition.name);
  if (others.subscriptions.length >= limits.datasetSubscriptions) {
    return `${state.dataset} has ${limits.datasetSubscriptions} subscriptions already; take one away first`;
  }
  return findSizeProblem(others, definition);
}

/** Takes a subscription to the versions past `since`; one of the same name keeps its place and gets what is new. */
export function addSubscription(
  state: DatasetState,
  { definition, since, note }: Pick<Subscription, 'definition' | 'since' | 'note'>,
): DatasetState {
  const before = findSubscription(state, definition.name) ?? { since, lastRun: null };
  const reached = { since: before.since, lastRun: before.lastRun };
  const subscription = { ...reached, definition, ...(note !== undefined && { note }) };
  const { subscriptions } = withoutSubscription(state, definition.name);
  return { ...state, subscriptions: [...subscriptions, subscription].toSorted(byName) };
}

export function withoutSubscription(state: DatasetState, name: string): DatasetState {
  return { ...state, subscriptions: state.subscriptions.filter((one) => one.definition.name !== name) };
}

export function findSubscription(state: DatasetState, name: string): Subscription | undefined {
  return state.subscriptions.find((one) => one.definition.name === name);
}

/** Makes the next question to the store; `undefined` where nobody waits. */
export function toQuestion(state: DatasetState): ReadDatasetRequest | undefined {
  const { dataset, waiters, subscriptions } = state;
  if (!isAsked(state)) return undefined;
  const after = Math.min(...subscriptions.map(toSince));
  const starts = new Set(waiters.map(({ start }) => start));
  const needs = [...starts].map((start): VersionNeed => (start === undefined ? {} : { start }));
  return { dataset, ...(subscriptions.length > 0 && { after }), limit: readingLimit, needs };
}

/** The tasks that follow from a reading, for those who wait and subscribe now. */
export function toTasks(
  { waiters, subscriptions }: DatasetState,
  { after = Infinity, reading }: { readonly after?: number | undefined; readonly reading: DatasetReading },
): DatasetTask[] {
  const answers = waiters.flatMap((waiter): DatasetTask[] => {
    const met = reading.met.find(({ start }) => start === waiter.start);
    return met ? [{ kind: 'answer', waiter, use: met.use }] : [];
  });
  // A subscription made after the read may need older versions; the next read starts them.
  const starts = subscriptions
    .filter(({ since }) => since >= after)
    .flatMap((subscription) =>
      reading.versions
        .filter(({ version }) => version > subscription.since)
        .map((use): DatasetTask => ({ kind: 'start', subscription, use })),
    );
  return [...answers, ...starts];
}

/** Keeps that a task is done. */
export function recordDone(state: DatasetState, task: DatasetTask): DatasetState {
  const heard = recordVersion(state, task.use.version);
  // A waiter that came back since then is another object, and still waits.
  if (task.kind === 'answer')
    return { ...heard, waiters: heard.waiters.filter((one) => one !== task.waiter) };
  const { definition } = task.subscription;
  const { version } = task.use;
  const run = toSubscribedRunId({ ...definition, schedule: definition.name, version });
  // While it is paused, versions are passed over.
  const started = definition.paused ? {} : { lastRun: run };
  const subscriptions = heard.subscriptions.map((one) =>
    one.definition === definition ? { ...one, since: version, ...started } : one,
  );
  return { ...heard, subscriptions };
}

/** All of the state is one payload when it is carried. */
function findSizeProblem(state: DatasetState, addition: unknown): string | undefined {
  const bytes = sizeOf(state.waiters) + sizeOf(state.subscriptions) + sizeOf(addition);
  if (bytes <= limits.payloadBytes) return undefined;
  return `what waits for ${state.dataset} takes ${bytes} bytes; there is room for ${limits.payloadBytes}`;
}

function sizeOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

function toSince({ since }: Subscription): number {
  return since;
}

function byName(left: Subscription, right: Subscription): number {
  return left.definition.name < right.definition.name ? -1 : 1;
}

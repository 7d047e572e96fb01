import {
  datasetControl,
  versionDefaults,
  findCycle,
  findPipeline,
  isTimed,
  pipelines,
  terminalErrors,
  type DatasetSignals,
  type DatasetState,
  type ReadDatasetRequest,
  type SubscribeRequest,
  type Subscription,
  type VersionActivities,
  type Waiter,
  type Schedule,
} from '@headrace/contracts';
import {
  condition,
  defineQuery,
  defineUpdate,
  log,
  proxyActivities,
  setHandler,
  defineSignal,
  patched,
  setDefaultSignalHandler,
  ApplicationFailure,
} from '@temporalio/workflow';

import { notify } from './run-task.ts';
import {
  addSubscription,
  addWaiter,
  findSubscription,
  isWaiter,
  findWaiterProblem,
  recordDone,
  recordVersion,
  toQuestion,
  withoutSubscription,
  withoutWaiter,
  findSubscriptionProblem,
  type DatasetTask,
} from './state.ts';

/** Refusals in flight: Temporal fails every task that would make it more than 2,000 signals, again and again. */
const refusalsAtOnce = 100;

/** The state of a dataset's workflow, which signals and updates change. */
export class LiveDataset {
  #now: DatasetState;
  #isWoken = true;
  #asked: number;
  #refusing = 0;

  /** Goes on from what an execution before has left, and takes signals, updates and queries from now on. */
  constructor(carried: DatasetState) {
    this.#now = carried;
    this.#asked = carried.lastVersion;
    setHandler(defineQuery<DatasetState>(datasetControl.state), () => this.#now);
    takeSignals<DatasetSignals>({
      published: (version) => this.#change(recordVersion(this.#now, version)),
      wait: (waiter) => this.#takeWaiter(waiter),
      forget: (waiter) => {
        this.#now = withoutWaiter(this.#now, waiter);
      },
    });
    setHandler(
      defineUpdate<Subscription, [SubscribeRequest]>(datasetControl.subscribe),
      (request) => this.#subscribe(request),
      { validator: (request) => assertSubscription(this.#now, request) },
    );
    setHandler(defineUpdate<boolean, [string]>(datasetControl.unsubscribe), (name) =>
      this.#unsubscribe(name),
    );
  }

  get now(): DatasetState {
    return this.#now;
  }

  /** Whether there may be something new to do; an execution looks at first for what the one before did not come to. */
  get isWoken(): boolean {
    return this.#isWoken;
  }

  /** The newest version that was known when the store was last asked. */
  get asked(): number {
    return this.#asked;
  }

  wake(): void {
    this.#isWoken = true;
  }

  /** The next question to the store; `undefined` where nobody waits for an answer. Later changes wake again. */
  toQuestion(): ReadDatasetRequest | undefined {
    this.#isWoken = false;
    this.#asked = this.#now.lastVersion;
    return toQuestion(this.#now);
  }

  /** Wakes for a version that the store has not been asked for yet. */
  recordVersion(version: number): void {
    if (version > this.#asked) this.#change(recordVersion(this.#now, version));
  }

  recordDone(tasks: readonly DatasetTask[]): void {
    this.#now = tasks.reduce(recordDone, this.#now);
  }

  #change(changed: DatasetState): void {
    this.#now = changed;
    this.#isWoken = true;
  }

  /** Awaited, so that a refusal is sent before this execution gives way to the next. */
  async #takeWaiter(waiter: Waiter): Promise<void> {
    if (!isWaiter(waiter)) return log.warn('A signal names no waiter', { waiter });
    const problem = findWaiterProblem(this.#now, waiter);
    if (problem === undefined) this.#change(addWaiter(this.#now, waiter));
    else await this.#refuse(waiter, problem);
  }

  async #refuse({ waiter }: Waiter, reason: string): Promise<void> {
    const hasPlace = (): boolean => this.#refusing < refusalsAtOnce;
    // Several waiters may pass the same condition; each looks again before it takes a place.
    while (!hasPlace()) await condition(hasPlace);
    this.#refusing += 1;
    await notify(waiter, datasetControl.refused, { dataset: this.#now.dataset, reason });
    this.#refusing -= 1;
  }

  async #subscribe(request: SubscribeRequest): Promise<Subscription> {
    const { findVersion } = proxyActivities<VersionActivities>(versionDefaults.findVersion);
    const newest = await findVersion({ dataset: this.#now.dataset });
    assertSubscription(this.#now, request);
    this.#change(addSubscription(this.#now, { ...request, since: newest?.version ?? 0 }));
    return findSubscription(this.#now, request.definition.name)!;
  }

  #unsubscribe(name: string): boolean {
    const found = findSubscription(this.#now, name) !== undefined;
    this.#now = withoutSubscription(this.#now, name);
    return found;
  }
}

type Handler = (...args: never) => void | Promise<void>;

type Handlers<Signals> = {
  readonly [Name in keyof Signals]: Signals[Name] extends (...args: infer Arguments) => void
    ? (...args: Arguments) => void | Promise<void>
    : never;
};

/**
 * Takes signals as they came. With a handler for each name, those that an execution finds at its first task would be
 * handed over name by name.
 */
function takeSignals<Signals>(handlers: Handlers<Signals>): void {
  const byName = new Map<string, Handler>(Object.entries(handlers));
  // An execution that has taken them name by name goes on so; the next one does not.
  if (!patched('signals-in-order')) return takeByName(byName);
  setDefaultSignalHandler((name, ...args) => {
    const handle = byName.get(name);
    if (handle === undefined) return log.warn('A signal that nobody takes', { signal: name });
    return handle(...(args as never));
  });
}

function takeByName(handlers: ReadonlyMap<string, Handler>): void {
  for (const [name, handle] of handlers) setHandler(defineSignal<never>(name), handle);
}

/** Throws a terminal `InvalidInput` for what is no subscription to the dataset, or one too many. */
function assertSubscription(state: DatasetState, { definition, replace }: SubscribeRequest): void {
  const { name } = definition;
  const taken = !replace && findSubscription(state, name) !== undefined;
  const problem = taken
    ? `there is a subscription ${name} to ${state.dataset} already`
    : (findDefinitionProblem(state, definition) ?? findSubscriptionProblem(state, definition));
  if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, terminalErrors.invalidInput);
}

function findDefinitionProblem({ dataset }: DatasetState, { when, pipeline }: Schedule): string | undefined {
  if (isTimed(when) || when.on !== dataset) return `when: ${JSON.stringify(when)} is not on ${dataset}`;
  if (findPipeline(pipeline) === undefined) {
    const names = pipelines.map(({ name }) => name).join(', ');
    return `pipeline: there is no pipeline ${JSON.stringify(pipeline)}; there are ${names}`;
  }
  return findCycle({ pipeline, dataset }, { pipelines });
}

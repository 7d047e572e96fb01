import type {
  AnyPipelineContract,
  Dependency,
  InputOf,
  Interval,
  ReplayRequest,
  RunOverrides,
} from '@headrace/contracts';

type GivenInput<Contract> = [InputOf<Contract>] extends [never]
  ? Readonly<Record<string, unknown>>
  : Partial<InputOf<Contract>>;

export interface StartOptions<Contract> {
  /** Fields not given take the contract's defaults. */
  readonly input?: GivenInput<Contract>;
  /** The run's id; where it is not given, that of the schedule's interval, or made of the pipeline's name and the time. */
  readonly id?: string;
  /** Start over under an id that was used before; refused while that run is running. */
  readonly again?: boolean;
  readonly overrides?: RunOverrides;
  /** The stretch of time that the run works on. */
  readonly interval?: Interval;
  /** The schedule, or backfill, that the run is of; with it, a completed run of the interval is found, not repeated. */
  readonly schedule?: string;
  /** What the run waits for before it begins, in place of what the contract says. */
  readonly after?: readonly Dependency[];
  /** List only what is past the last published watermark; for pipelines whose contract has one. */
  readonly incremental?: boolean;
  /** Land what another run has in quarantine, with that run's input, instead of what the source lists. */
  readonly replay?: ReplayRequest;
  /** Bound of one execution in the chain of continue-as-new, ms; none by default. */
  readonly runTimeout?: number;
  /** Bound of the whole run, ms; none by default. */
  readonly executionTimeout?: number;
}

export type AnyStartOptions = StartOptions<AnyPipelineContract>;

import type {
  ActivityDefaults,
  AnyPipelineContract,
  Column,
  InputField,
  WatermarkContract,
} from '../../packages/contracts/src/index.ts';

/** Everything that others hold on to: plain data, without words for people. Compared in the tests, kept in the repository. */
export interface ContractLock extends WireTypes {
  readonly pipelines: Readonly<Record<string, LockedPipeline>>;
  /** The columns of each dataset, by field. */
  readonly datasets: Readonly<Record<string, Readonly<Record<string, LockedColumn>>>>;
  /** What may be set beside a pipeline's input, such as `tunings`. */
  readonly inputs: Readonly<Record<string, LockedInput>>;
  readonly taskQueues: Readonly<Record<string, string>>;
  /** By activity. */
  readonly options: Readonly<Record<string, ActivityDefaults>>;
  readonly errors: {
    readonly terminal: readonly string[];
    readonly retryable: readonly string[];
  };
  /** Every other name and number that contracts export, by the name of its constant: `control.pause`. */
  readonly constants: Readonly<Record<string, LockedConstant>>;
  /** Breaking changes that were written all the same. */
  readonly accepted?: readonly AcceptedBreak[];
}

export interface LockedPipeline extends Omit<
  AnyPipelineContract,
  'name' | 'title' | 'input' | 'dataset' | 'watermark'
> {
  readonly input: LockedInput;
  /** The dataset's name. */
  readonly dataset: string;
  readonly watermark?: Omit<WatermarkContract, 'description'>;
}

export type LockedInput = Readonly<Record<string, LockedField>>;

/** A field of any type: what one or another of them may have. */
export interface LockedField extends Pick<InputField, 'type' | 'requires' | 'excludes' | 'atLeast'> {
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly default?: string | number | boolean;
  readonly optional?: true;
}

export interface LockedColumn extends Required<Omit<Column, 'description'>> {
  /** In the table. */
  readonly name: string;
}

export type LockedConstant = string | number | boolean | readonly string[];

interface AcceptedBreak {
  readonly reason: string;
  readonly changes: readonly string[];
}

/** Arguments and results of all calls. */
export interface WireTypes {
  readonly activities: Calls;
  readonly workflows: Calls;
  readonly queries: Calls;
  readonly updates: Calls;
  readonly signals: Calls;
  /** Heartbeat details and memos. */
  readonly records: Readonly<Record<string, LockedType>>;
  /** The named objects of which the other types speak. */
  readonly types: Readonly<Record<string, LockedFields>>;
}

export type Calls = Readonly<Record<string, LockedCall>>;

export interface LockedCall {
  readonly takes: readonly LockedType[];
  readonly gives: LockedType;
}

/** `string`, `'literal'` or an object's name; an array is a union. */
export type LockedType =
  | string
  | readonly LockedType[]
  | { readonly list: LockedType }
  | { readonly fields: LockedFields };

/** `name` or, where it may be absent, `name?`. */
export type LockedFields = Readonly<{ [name: string]: LockedType }>;

import {
  toColumnName,
  type ActivityDefaults,
  type AnyDatasetContract,
  type AnyInputSchema,
  type AnyPipelineContract,
} from '../../packages/contracts/src/index.ts';
import type {
  ContractLock,
  LockedColumn,
  LockedConstant,
  LockedInput,
  LockedPipeline,
  WireTypes,
} from './contract-lock.ts';

/** What `@headrace/contracts` exports, by name. The lock is of all of it: what is exported tomorrow as well. */
export interface Contracts extends Readonly<Record<string, unknown>> {
  readonly pipelines: readonly AnyPipelineContract[];
  readonly taskQueues: Readonly<Record<string, string>>;
  readonly terminalErrors: Readonly<Record<string, string>>;
  readonly retryableErrors: Readonly<Record<string, string>>;
}

/** Everything that others hold on to, with sorted keys and without what is only told to people. */
export function toLock(contracts: Contracts, wireTypes: WireTypes): ContractLock {
  const { pipelines, taskQueues, terminalErrors, retryableErrors, ...others } = contracts;
  const rest = Object.entries(others).filter(
    ([, value]) => typeof value !== 'function' && !isPipeline(value),
  );
  return sortKeys({
    ...wireTypes,
    pipelines: Object.fromEntries(pipelines.map((pipeline) => [pipeline.name, toPipeline(pipeline)])),
    datasets: Object.fromEntries(pipelines.map(({ dataset }) => [dataset.name, toColumns(dataset.columns)])),
    inputs: Object.fromEntries(
      rest.flatMap(([name, value]) => (isInput(value) ? [[name, toInput(value)]] : [])),
    ),
    taskQueues,
    options: Object.assign({}, ...rest.map(([, value]) => value).filter(isOptions)) as Readonly<
      Record<string, ActivityDefaults>
    >,
    errors: {
      terminal: Object.values(terminalErrors).toSorted(),
      retryable: Object.values(retryableErrors).toSorted(),
    },
    constants: Object.fromEntries(
      rest
        .filter(([, value]) => !isInput(value) && !isOptions(value))
        .flatMap(([name, value]) => toConstants(name, value)),
    ),
  });
}

function toPipeline(pipeline: AnyPipelineContract): LockedPipeline {
  const { name: _name, title: _title, input, dataset, watermark, ...others } = pipeline;
  return {
    ...others,
    input: toInput(input),
    dataset: dataset.name,
    ...(watermark && { watermark: withoutDescription(watermark) }),
  };
}

function toInput(schema: AnyInputSchema): LockedInput {
  return Object.fromEntries(Object.entries(schema).map(([name, field]) => [name, withoutDescription(field)]));
}

function withoutDescription<Described extends { readonly description?: string }>(
  described: Described,
): Omit<Described, 'description'> {
  const { description: _description, ...others } = described;
  return others;
}

function toColumns(columns: AnyDatasetContract['columns']): Record<string, LockedColumn> {
  return Object.fromEntries(
    Object.entries(columns).map(([field, { type, nullable = false }]) => [
      field,
      { name: toColumnName(field), type, nullable },
    ]),
  );
}

/** `{ pause: 'pause' }` of `control` gives `control.pause`. */
function toConstants(name: string, value: unknown): [string, LockedConstant][] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [[name, value]];
  if (isObject(value)) {
    return Object.entries(value)
      .filter(([key]) => key !== 'description')
      .flatMap(([key, inner]) => toConstants(`${name}.${key}`, inner));
  }
  return isScalar(value) ? [[name, value]] : [];
}

function isPipeline(value: unknown): boolean {
  return isObject(value) && 'workflow' in value && 'dataset' in value;
}

function isInput(value: unknown): value is AnyInputSchema {
  return holdsOnly(value, (field) => 'type' in field && 'description' in field);
}

function isOptions(value: unknown): value is Readonly<Record<string, ActivityDefaults>> {
  return holdsOnly(value, (options) => 'taskQueue' in options && 'startToCloseTimeout' in options);
}

function holdsOnly(value: unknown, fits: (inner: object) => boolean): boolean {
  const inner = isObject(value) ? Object.values(value) : [];
  return inner.length > 0 && inner.every((one) => isObject(one) && fits(one));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function sortKeys<Value>(value: Value): Value {
  if (!isObject(value)) return value;
  if (Array.isArray(value)) return value.map(sortKeys) as Value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner)]);
  return Object.fromEntries(entries.toSorted(byKey)) as Value;
}

function byKey([left = '']: unknown[], [right = '']: unknown[]): number {
  return String(left) < String(right) ? -1 : 1;
}

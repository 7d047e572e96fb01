import { intervalInWords, readInterval } from '../schedule/interval.ts';
import { durationExample, formatDuration, parseDuration } from '../values/duration.ts';
import { preview } from '../values/text.ts';
import type { InputField, NumberField, StringField } from './input-schema.ts';

/** How values are written where they come from. */
export interface FieldOptions {
  /** Fields in ms are durations such as `10m`, as on the command line and in files; numbers by default. */
  readonly durations?: boolean;
}

/** Stands for a value that its field does not allow. */
export const unfit: unique symbol = Symbol('unfit');

/** The value as the field has it, durations in ms; `unfit` where the field does not allow it. */
export function parseValue(field: InputField, given: unknown, { durations }: FieldOptions = {}): unknown {
  if (!durations || !isTime(field)) return isAllowed(field, given) ? given : unfit;
  const ms = typeof given === 'string' ? parseDuration(given) : undefined;
  return ms !== undefined && isAllowed(field, ms) ? ms : unfit;
}

/** Whether a field is a time in ms. */
export function isTime(field: InputField): field is NumberField {
  return field.type === 'integer' && field.unit === 'ms';
}

/** Describes a bad value: `"x" is not an integer from 1 to 500`. */
export function refuseValue(field: InputField, given: unknown, options: FieldOptions = {}): string {
  return `${preview(given)} is not ${describe(field, options)}`;
}

const alphabets: Readonly<Record<string, string>> = {
  name: 'lower-case letters, digits and dashes, not a dash first,',
  id: 'visible characters without spaces,',
};

/** Describes the allowed values of a field: `an integer from 1 to 500`. */
export function describe(field: InputField, { durations = false }: FieldOptions = {}): string {
  switch (field.type) {
    case 'string':
      if (field.enum) return `one of ${field.enum.join(', ')}`;
      if (field.format === 'uri') return 'an http or https URL';
      if (field.format === 'interval') return intervalInWords;
      return `${alphabets[field.format ?? ''] ?? 'text'}${describeLength(field)}`;
    case 'boolean':
      return 'true or false';
    default:
      return describeNumber(field, durations);
  }
}

function describeNumber(field: NumberField, durations: boolean): string {
  const { type, unit, minimum, maximum } = field;
  if (unit === 'ms' && durations) {
    // Every duration is at least nothing.
    const least = minimum === 0 && maximum === undefined ? undefined : minimum;
    const [from, to] = [least, maximum].map((ms) => (ms === undefined ? undefined : formatDuration(ms)));
    return `a duration${describeRange(from, to)}, such as ${durationExample}`;
  }
  const kind = type === 'integer' ? 'an integer' : 'a number';
  return `${kind}${describeRange(minimum, maximum)}${unit === 'ms' ? ', in ms' : ''}`;
}

type Bound = number | string | undefined;

function describeRange(minimum: Bound, maximum: Bound): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` of at least ${minimum}`;
  return maximum === undefined ? '' : ` of at most ${maximum}`;
}

function describeLength({ minLength, maxLength }: StringField): string {
  const characters = describeRange(minLength, maxLength);
  return characters === '' ? '' : `${characters} characters`;
}

function isAllowed(field: InputField, value: unknown): boolean {
  switch (field.type) {
    case 'string':
      return typeof value === 'string' && isAllowedText(field, value);
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return (
        typeof value === 'number' &&
        (field.type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
        value >= (field.minimum ?? -Infinity) &&
        value <= (field.maximum ?? Infinity)
      );
  }
}

function isAllowedText(field: StringField, value: string): boolean {
  if (field.enum && !field.enum.includes(value)) return false;
  if (field.format === 'uri' && !/^https?:\/\/[^\s/]/i.test(value)) return false;
  if (field.format === 'interval' && readInterval(value) === undefined) return false;
  if (field.format === 'name' && !/^[a-z0-9][a-z0-9-]*$/.test(value)) return false;
  if (field.format === 'id' && !/^[\p{L}\p{M}\p{N}\p{P}\p{S}]+$/u.test(value)) return false;
  return value.length >= (field.minLength ?? 0) && value.length <= (field.maxLength ?? Infinity);
}

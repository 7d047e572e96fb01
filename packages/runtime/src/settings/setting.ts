import { formatDuration, parseDuration, redact } from '@headrace/contracts';

interface Named<Value> {
  /** Long flag without its dashes. A secret has none: flags are seen by every user of the machine. */
  readonly flag?: string;
  /** Environment variable. */
  readonly env?: string;
  /** Whether the variable is also read in lower case, which then wins, as every program takes HTTP_PROXY. */
  readonly lowerCaseFirst?: boolean;
  readonly kind: Kind<Value>;
  /** Never shown. */
  readonly secret?: boolean;
  readonly description: string;
}

/** One setting of a process. It has a default, is required, or may be `undefined`. */
export type Setting<Value> = undefined extends Value
  ? Named<Exclude<Value, undefined>>
  : Named<Value> & ({ readonly default: Value } | { readonly required: true });

/** A process's settings as plain data: flags, environment, validation, help and reference follow from it. */
export type SettingsTable<Settings> = { readonly [Name in keyof Settings]-?: Setting<Settings[Name]> };

/** A setting with its type erased, for code that serves every table. */
export interface AnySetting extends Named<unknown> {
  readonly default?: unknown;
  readonly required?: boolean;
}

export type AnySettingsTable = Readonly<Record<string, AnySetting>>;

/** The values of a setting: how their text is parsed, shown and described. */
export interface Kind<Value> {
  /** Describes valid values, for refusals and the reference: `an integer from 1 to 100`. */
  readonly valid: string;
  /** Whether a flag of this kind stands alone, without a value. */
  readonly standsAlone?: boolean;
  /** `undefined` where the text is not valid. */
  parse(text: string): Value | undefined;
  /** As a person reads it, secrets hidden. */
  show(value: Value): string;
}

export function text(): Kind<string> {
  return { valid: 'a text', parse: (given) => given, show: (value) => value };
}

export function integer(minimum: number, maximum: number): Kind<number> {
  return {
    valid: `an integer from ${minimum} to ${maximum}`,
    parse: (given) => (/^-?\d{1,15}$/.test(given) ? within(Number(given), minimum, maximum) : undefined),
    show: String,
  };
}

export function boolean(): Kind<boolean> {
  return {
    valid: 'true or false',
    standsAlone: true,
    parse: (given) => new Map([...yes, ...no]).get(given.toLowerCase()),
    show: String,
  };
}

const yes = ['true', '1', 'yes', 'on'].map((word) => [word, true] as const);
const no = ['false', '0', 'no', 'off'].map((word) => [word, false] as const);

export function oneOf<Value extends string>(values: readonly Value[]): Kind<Value> {
  return {
    valid: `one of ${values.join(', ')}`,
    parse: (given) => values.find((value) => value === given),
    show: (value) => value,
  };
}

/** A duration with its unit, such as `500ms`, `30s`, `5m` or `2h`; the value is in ms. Bounds in ms. */
export function duration(minimum: number, maximum: number): Kind<number> {
  return {
    valid: `a duration from ${formatDuration(minimum)} to ${formatDuration(maximum)}, such as 500ms, 30s or 5m`,
    parse: (given) => {
      const ms = parseDuration(given);
      return ms === undefined ? undefined : within(ms, minimum, maximum);
    },
    show: formatDuration,
  };
}

/** A URL of one of the protocols, given without their colon. A password inside is hidden when shown. */
export function url(...protocols: string[]): Kind<string> {
  return {
    valid: `a URL that begins with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`,
    parse: (given) => (protocols.some((protocol) => isUrlOf(protocol, given)) ? given : undefined),
    show: redact,
  };
}

function isUrlOf(protocol: string, given: string): boolean {
  return given.startsWith(`${protocol}://`) && URL.canParse(given);
}

/** Where to listen: `host:port`. */
export function socketAddress(): Kind<string> {
  return {
    valid: 'an address such as 0.0.0.0:9464',
    parse: (given) => (/^\S+:\d{1,5}$/.test(given) ? given : undefined),
    show: (value) => value,
  };
}

function within(value: number, minimum: number, maximum: number): number | undefined {
  return value >= minimum && value <= maximum ? value : undefined;
}

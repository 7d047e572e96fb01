import type { Kind } from './kind.ts';

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

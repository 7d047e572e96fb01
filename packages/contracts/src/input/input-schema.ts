interface Field {
  /** The meaning, as help texts and docs print it. */
  readonly description: string;
  /** Fields of the same schema that must be given with this one. */
  readonly requires?: readonly string[];
  /** Fields of the same schema that must not be given with this one. */
  readonly excludes?: readonly string[];
  /** A field of numbers of the same schema that this one must not be below. */
  readonly atLeast?: string;
  /** Its flag on the command line, without dashes; the field's name in kebab-case by default. */
  readonly flag?: string;
}

export interface StringField<Value extends string = string> extends Field {
  readonly type: 'string';
  readonly enum?: readonly Value[];
  readonly minLength?: number;
  readonly maxLength?: number;
  /**
   * - `uri`: an absolute http or https URL
   * - `name`: lower-case letters, digits and dashes
   * - `id`: characters that can be seen, so without spaces
   * - `interval`: a day in UTC, or two times with a slash between them
   */
  readonly format?: 'uri' | 'name' | 'id' | 'interval';
  readonly default?: Value;
}

export interface NumberField extends Field {
  readonly type: 'integer' | 'number';
  /** Milliseconds; people write it as a duration, `10m`, on the command line and in files. */
  readonly unit?: 'ms';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: number;
}

export interface BooleanField extends Field {
  readonly type: 'boolean';
  readonly default?: boolean;
}

export type InputField = StringField | NumberField | BooleanField;

type FieldOf<Value> = [Value] extends [boolean]
  ? BooleanField
  : [Value] extends [number]
    ? NumberField
    : [Value] extends [string]
      ? StringField<Value>
      : never;

/**
 * JSON Schema by property. Every property of `Input` has its field; a field without a default must be given,
 * unless the property is optional.
 */
export type InputSchema<Input> = {
  readonly [Name in keyof Input]-?: FieldOf<NonNullable<Input[Name]>> &
    (undefined extends Input[Name] ? { readonly optional: true } : { readonly optional?: never });
};

/** The schema with its types erased, for code that serves every pipeline. */
export type AnyInputSchema = Readonly<Record<string, InputField & { readonly optional?: true }>>;

/** One thing wrong with an input: the field, what was given, what is allowed. */
export interface InputProblem {
  readonly field: string;
  /** Begins with the field. */
  readonly message: string;
  /** Where the field is in what was given, outermost first; the field alone by default. */
  readonly path?: readonly (string | number)[];
  /** The given name, and the names to choose from. */
  readonly choice?: { readonly given: string; readonly known: readonly string[] };
}

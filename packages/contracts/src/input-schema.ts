interface Described {
  /** What it means, as help texts and docs print it. */
  readonly description: string;
}

export interface StringField<Value extends string = string> extends Described {
  readonly type: 'string';
  readonly enum?: readonly Value[];
  readonly minLength?: number;
  readonly maxLength?: number;
  /** `uri`: an absolute http or https URL. */
  readonly format?: 'uri';
  readonly default?: Value;
}

export interface NumberField extends Described {
  readonly type: 'integer' | 'number';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: number;
}

export interface BooleanField extends Described {
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

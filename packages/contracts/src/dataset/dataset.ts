/** A value as it travels in JSON. */
export type ColumnValue = string | number | boolean | null;

/**
 * - `text`: any string without NUL
 * - `integer`: a whole number within ±(2^53 − 1), stored as bigint
 * - `number`: a finite double
 * - `boolean`
 * - `timestamp`: ISO 8601 in UTC with milliseconds, stored as timestamptz
 */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'timestamp';

export interface Column {
  readonly type: ColumnType;
  readonly nullable?: boolean;
  readonly description?: string;
}

type ColumnOf<Value> = {
  readonly type: [NonNullable<Value>] extends [boolean]
    ? 'boolean'
    : [NonNullable<Value>] extends [number]
      ? 'integer' | 'number'
      : 'text' | 'timestamp';
  readonly description?: string;
} & (null extends Value ? { readonly nullable: true } : { readonly nullable?: false });

/** One column for each field of the row; `postedAt` becomes the column `posted_at`. */
export type Columns<Row> = { readonly [Field in keyof Row]-?: ColumnOf<Row[Field]> };

export interface DatasetContract<Row> {
  /** The table's name: lower case, digits and underscores. */
  readonly name: string;
  readonly columns: Columns<Row>;
}

/** The dataset with its types erased, for code that serves every pipeline. */
export interface AnyDatasetContract {
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
}

/** A row with its types erased: the contract's fields by name. */
export type AnyRow = Readonly<Record<string, ColumnValue>>;

/** `postedAt` → `posted_at`. */
export function toColumnName(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

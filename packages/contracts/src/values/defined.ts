type OptionalNames<Fields> = {
  [Name in keyof Fields]: undefined extends Fields[Name] ? Name : never;
}[keyof Fields];

/** Fields that may be `undefined`, as fields that may be absent. */
export type Defined<Fields> = {
  [Name in Exclude<keyof Fields, OptionalNames<Fields>>]: Fields[Name];
} & { [Name in OptionalNames<Fields>]?: Exclude<Fields[Name], undefined> };

/** The object without the fields that are `undefined`: JSON and `exactOptionalPropertyTypes` tell the two apart. */
export function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<Fields>;
}

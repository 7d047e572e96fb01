/** Whether a value is an object of fields, and no list. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON in which the order of an object's fields makes no difference. */
export function toSortedJson(value: unknown): string {
  return JSON.stringify(value ?? null, (_name, part: unknown) => {
    if (!isFields(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}

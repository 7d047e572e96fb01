/** The one document that `--json` prints. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

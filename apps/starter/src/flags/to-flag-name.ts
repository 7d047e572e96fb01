/** `postedAfter` → `--posted-after`. */
export function toFlagName(field: string): string {
  return `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

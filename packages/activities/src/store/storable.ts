const NUL = '\0';

/** Whether Postgres can hold the text: no NUL, no unpaired surrogate. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes(NUL);
}

/** The text with U+FFFD for every character that Postgres cannot hold. */
export function toStorable(text: string): string {
  return text.toWellFormed().replaceAll(NUL, '\uFFFD');
}

/** The text's first bytes as UTF-8, without a character cut in two. */
export function capBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  return new TextDecoder().decode(Buffer.from(text).subarray(0, bytes), { stream: true });
}

/**
 * Hides what a URL says of who asks: passwords, tokens in a name's place, and the parameters that Postgres reads.
 * It works on text, so that a URL that is not valid, or has no scheme, is hidden too; it rather hides too much.
 */
export function redact(text: string): string {
  return text
    .replaceAll(/((?:^(?!\w+:\/\/)|:\/\/)[^/?#\s:@]*):.*@/g, '$1:***@')
    .replaceAll(/(https?:\/\/)[^/?#\s:@]+@/gi, '$1***@')
    .replaceAll(/([?&](?:password|sslpassword|token|access_token|api_key|apikey)=)[^&\s]*/gi, '$1***');
}

/** Characters of a value that a message repeats. */
const previewed = 80;

/** A value as a message repeats it: as JSON, its first 80 characters. */
export function preview(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= previewed ? text : `${text.slice(0, previewed)}…`;
}

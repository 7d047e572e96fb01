/** A source that asks for longer is asked again after a day all the same, ms. */
const longest = 24 * 60 * 60_000;

/** Wait in ms that a `Retry-After` header asks for, in seconds or by an HTTP date: RFC 9110 §10.2.3. */
export function parseRetryAfter(header: string | null, now: number = Date.now()): number | undefined {
  const wait = header === null ? Number.NaN : toWait(header, now);
  return Number.isNaN(wait) ? undefined : Math.min(longest, Math.max(0, wait));
}

function toWait(header: string, now: number): number {
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  if (!/^[A-Z][a-z]{2,8},? /.test(header)) return Number.NaN;
  // The oldest of the three formats names no zone, and means GMT: RFC 9110 §5.6.7.
  return Date.parse(header.endsWith(' GMT') ? header : `${header} GMT`) - now;
}

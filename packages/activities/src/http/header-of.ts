import type { Answer } from './send-request.ts';

/** A header's value; of one sent more than once, all of them, as RFC 9110 §5.3 joins them. */
export function headerOf(answer: Answer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

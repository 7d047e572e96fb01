import { randomUUID } from 'node:crypto';

/** `hacker-news-20261121-153012-9f3a1c`: sorts by time, and two of one second do not meet. */
export function createRunId(pipeline: string, now: Date = new Date()): string {
  const [date = '', time = ''] = now.toISOString().replaceAll(/[-:]/g, '').split(/[T.]/);
  return `${pipeline}-${date}-${time}-${randomUUID().slice(0, 6)}`;
}

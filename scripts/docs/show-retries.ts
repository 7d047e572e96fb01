import type { RetryDefaults } from '../../packages/contracts/src/index.ts';
import { formatTime } from './markdown.ts';

/** A retry policy in words: `first after 1 s, times 2, at most 2 h apart, 1,000 attempts`. */
export function formatRetries(retry: RetryDefaults): string {
  const { initialInterval, backoffCoefficient, maximumInterval, maximumAttempts } = retry;
  const waits = `first after ${formatTime(initialInterval)}, times ${backoffCoefficient}`;
  return `${waits}, at most ${formatTime(maximumInterval)} apart, ${maximumAttempts.toLocaleString('en-US')} attempts`;
}

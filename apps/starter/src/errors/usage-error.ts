/** The command line is not as it should be; nothing was started. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

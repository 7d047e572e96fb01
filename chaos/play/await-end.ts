import { RunCancelled, RunFailed } from '@headrace/client';

/** Waits for an end. Resolves to why it failed, where it did; one that was cancelled did not. */
export async function awaitEnd(result: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await result();
    return undefined;
  } catch (error) {
    if (error instanceof RunCancelled) return undefined;
    if (error instanceof RunFailed) return error.message;
    throw error;
  }
}

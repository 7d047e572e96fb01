/** Waits for a step of the start, or rejects with the signal's reason as soon as the process is asked to stop. */
export async function orStop<Value>(step: Promise<Value>, stop: AbortSignal): Promise<Value> {
  stop.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  const onAbort = (): void => stopped.reject(stop.reason);
  stop.addEventListener('abort', onAbort);
  try {
    return await Promise.race([step, stopped.promise]);
  } finally {
    stop.removeEventListener('abort', onAbort);
  }
}

/** `1,234,567`. */
export function showCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 batch`, `2 batches`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${showCount(count)} ${count === 1 ? one : many}`;
}

/** Time that has passed as people read it: `0.8 s`, `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function showElapsed(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

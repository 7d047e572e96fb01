import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const abandonedAfterMs = 60 * 60 * 1000;

/** Removes what kills have left half done in the cache: what has `.part-` in its name and is an hour old. */
export async function removeAbandoned(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    if (!entry.includes('.part-')) continue;
    const part = join(cache, entry);
    const made = await stat(part).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - made > abandonedAfterMs) await rm(part, { recursive: true, force: true });
  }
}

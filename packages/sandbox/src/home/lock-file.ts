import { DatabaseSync } from 'node:sqlite';

/** Whether an SQLite error says that another connection holds the lock: SQLITE_BUSY. */
const busy = 5;

export interface Lock {
  release(): void;
}

/**
 * Takes an exclusive lock on a file, or returns undefined when another has it. It is the operating system's, through
 * SQLite: it goes with its process, so none is ever left behind.
 */
export function lockFile(path: string): Lock | undefined {
  const database = new DatabaseSync(path);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === busy) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}

import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';

/** Writes each process's lines to `<name>.log` in a folder, anew with each sandbox. */
export function createLogFiles(folder: string): (name: string, line: string) => void {
  const files = new Map<string, WriteStream>();
  return (name, line) => {
    const file = files.get(name) ?? createWriteStream(join(folder, `${name}.log`));
    files.set(name, file);
    file.write(`${line}\n`);
  };
}

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** What the docstrings of a source file say, by the name of what follows each. */
export interface Docstrings {
  /** Throws when the name has no docstring: the reference would have nothing to say. */
  of(name: string): string;
}

/** Reads TypeScript files; the path is relative to the repository, and may be a glob. */
export function readDocstrings(path: string): Docstrings {
  const files = globSync(path, { cwd: root }).toSorted();
  const source = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  const texts = new Map(
    [...source.matchAll(documented)].map(([, text = '', name = '']) => [name, withoutStars(text)]),
  );
  return {
    of(name) {
      const text = texts.get(name);
      if (text === undefined)
        throw new Error(`${path}: ${name} has no docstring; the reference is made of it`);
      return text;
    },
  };
}

const documented =
  /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*(?:export\s+)?(?:abstract\s+)?(?:(?:class|const|function|interface|readonly|type)\s+)?'?([\w-]+)/g;

function withoutStars(text: string): string {
  return text.replaceAll(/^\s*\* ?/gm, '').trim();
}

import { readFileSync } from 'node:fs';

/** What the docstrings of a source file say, by the name of what follows each. */
export interface Docstrings {
  /** Throws when the name has no docstring: the reference would have nothing to say. */
  of(name: string): string;
}

/** Reads a TypeScript file; its path is relative to the repository. */
export function readDocstrings(path: string): Docstrings {
  const source = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
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

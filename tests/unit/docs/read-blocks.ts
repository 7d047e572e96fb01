import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of a page. */
export interface Block {
  /** From the repository's root. */
  readonly page: string;
  /** Of its first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** The file that the paragraph before names last, in backticks; what the block is to be written into. */
  readonly file: string | undefined;
}

/** Every fenced block of the documents that people read. */
export function readBlocks(root: string): Block[] {
  return globSync('{*.md,docs/**/*.md}', { cwd: root })
    .toSorted()
    .flatMap((page) => parseBlocks(page, readFileSync(join(root, page), 'utf8')));
}

export function parseBlocks(page: string, text: string): Block[] {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ index, 1: language = '', 2: code = '' }) => {
    const before = text.slice(0, index);
    const paragraph = before.trimEnd().split('\n\n').at(-1) ?? '';
    const files = [...paragraph.matchAll(/`((?:packages|apps)\/[\w/.-]+\.ts)`/g)];
    return { page, line: before.split('\n').length + 1, language, code, file: files.at(-1)?.[1] };
  });
}

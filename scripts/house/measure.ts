import { dirname } from 'node:path';

import { parseSync, Visitor, type Directive, type Statement } from 'oxc-parser';

import type { Source } from './sources.ts';

interface Spread {
  readonly median: number;
  readonly p90: number;
  readonly most: number;
  /** The file with the most. */
  readonly longest: string;
}

interface Most {
  readonly most: number;
  readonly folder: string;
}

/** How a tree of source files is cut. Lines include comments, blank lines and imports; shares are 0 to 1. */
export interface Figures {
  readonly files: number;
  readonly lines: Spread;
  readonly functions: Spread;
  /** Share of the files of at most 20 lines. */
  readonly short: number;
  /** Share of the files whose only exported value is one function; exported types do not count. */
  readonly oneFunction: number;
  /** Files that lie in a package's `src` itself. */
  readonly loose: Most;
  readonly flat: Most;
}

export function measure(sources: readonly Source[]): Figures {
  const parsed = sources.map(({ path, text }) => ({ path, lines: countLines(text), ...parse(path, text) }));
  const byFolder = [...Map.groupBy(sources, ({ path }) => dirname(path))].map(([folder, files]) => ({
    folder,
    most: files.length,
  }));
  return {
    files: sources.length,
    lines: spread(parsed.map(({ path, lines }) => [lines, path])),
    functions: spread(
      parsed.flatMap(({ path, functions }) => functions.map((lines) => [lines, path] as const)),
    ),
    short: share(parsed, ({ lines }) => lines <= 20),
    oneFunction: share(parsed, ({ exported }) => exported.length === 1 && exported[0] === 'function'),
    loose: largest(byFolder.filter(({ folder }) => folder.endsWith('/src'))),
    flat: largest(byFolder.filter(({ folder }) => !folder.endsWith('/src'))),
  };
}

interface ParsedFile {
  /** What each exported value is. */
  readonly exported: readonly ('function' | 'other')[];
  /** Lines of each function that has a body of its own. */
  readonly functions: readonly number[];
}

function parse(path: string, text: string): ParsedFile {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new SyntaxError(`${path}: ${error.message}`);
  const functions: number[] = [];
  const add = ({ start, end, body }: { start: number; end: number; body?: unknown }): void => {
    if (body) functions.push(countLines(text.slice(start, end)));
  };
  new Visitor({ FunctionDeclaration: add, FunctionExpression: add, ArrowFunctionExpression: add }).visit(
    program,
  );
  return { exported: program.body.flatMap(toExported), functions };
}

function toExported(statement: Directive | Statement): ('function' | 'other')[] {
  if (statement.type === 'ExportDefaultDeclaration') return ['other'];
  if (statement.type !== 'ExportNamedDeclaration' || statement.exportKind === 'type') return [];
  const { declaration, specifiers } = statement;
  if (declaration === null)
    return specifiers.filter(({ exportKind }) => exportKind !== 'type').map(() => 'other');
  if (declaration.type === 'FunctionDeclaration') return ['function'];
  if (declaration.type === 'VariableDeclaration') {
    return declaration.declarations.map(({ init }) =>
      init?.type === 'ArrowFunctionExpression' ? 'function' : 'other',
    );
  }
  return declaration.type === 'ClassDeclaration' ? ['other'] : [];
}

function countLines(text: string): number {
  return text.trimEnd().split('\n').length;
}

function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.filter(holds).length / items.length;
}

function spread(values: readonly (readonly [number, string])[]): Spread {
  const sorted = values.toSorted(([a], [b]) => a - b);
  const at = (part: number): readonly [number, string] =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? [0, ''];
  const [most, longest] = at(1);
  return { median: at(0.5)[0], p90: at(0.9)[0], most, longest };
}

function largest(folders: readonly Most[]): Most {
  return folders.reduce((found, one) => (one.most > found.most ? one : found), { most: 0, folder: '' });
}

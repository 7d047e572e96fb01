import {
  LineCounter,
  parseDocument,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  visit,
  type Document,
  type YAMLError,
} from 'yaml';

/** A place in a file, counted from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

export interface FileProblem extends Place {
  /** `schedules.daily.cron`, empty for the file as a whole. */
  readonly path: string;
  /** The mistake, and a valid form. */
  readonly message: string;
}

/** A file that was parsed, and where its parts are. */
export interface ParsedFile {
  /** As plain data; `undefined` where the text is no YAML. */
  readonly data: unknown;
  readonly problems: readonly FileProblem[];
  /** Where the field is, or the innermost of those around it that there is. */
  place(path: Path): Place;
}

/** Parses YAML 1.2, and so JSON. A key given twice is a problem that leaves the rest readable. */
export function parseFile(text: string): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const place = (path: Path): Place => toPlace(findOffset(document, path), lines);
  const problems = document.errors.map((error) => toProblem(error, { document, lines, text }));
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) {
    return { data: undefined, problems: firstOfLine(problems), place };
  }
  try {
    return { data: document.toJS(), problems, place };
  } catch (error) {
    // Aliases of nothing, and those that multiply beyond reason.
    const message = error instanceof Error ? error.message : String(error);
    const at = toPlace(findUnresolved(document) ?? 0, lines);
    return { data: undefined, problems: [...problems, { ...at, path: '', message }], place };
  }
}

/** `schedules.daily.after[0].within`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((above, part) => {
    if (typeof part === 'number') return `${above}[${part}]`;
    return above === '' ? part : `${above}.${part}`;
  }, '');
}

interface Source {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly text: string;
}

function toProblem(error: YAMLError, { document, lines, text }: Source): FileProblem {
  const { code, message, pos } = error;
  const [offset] = pos;
  const place = toPlace(offset, lines);
  if (code !== 'DUPLICATE_KEY') {
    const hint = text[offset] === '*' ? '; a cron line needs quotes' : '';
    return { ...place, path: '', message: `${message}${hint}` };
  }
  return { ...place, path: formatPath(findPath(document, offset)), message: 'given twice; keep one' };
}

/** Keeps the first error of a line: a lost parser repeats itself. */
function firstOfLine(problems: readonly FileProblem[]): FileProblem[] {
  return problems.filter(({ line }, index) => problems.findIndex((other) => other.line === line) === index);
}

function toPlace(offset: number, lines: LineCounter): Place {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Fields by name, list items by number, from the top of a document. */
export type Path = readonly (string | number)[];

/** Where the key or the item of that path begins. */
function findOffset(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = toOffset(node) ?? 0;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === part)
      : undefined;
    const value: unknown = isSeq(node) && typeof part === 'number' ? node.items[part] : pair?.value;
    offset = toOffset(pair?.key ?? value) ?? offset;
    node = value;
  }
  return offset;
}

/** The path of the key that begins there; list items on the way are left out. */
function findPath(document: Document, offset: number): Path {
  let path: Path = [];
  visit(document, {
    Pair(_, { key }, above) {
      if (toOffset(key) !== offset) return undefined;
      const keys = [...above.flatMap((node) => (isPair(node) ? [node.key] : [])), key];
      path = keys.flatMap((node) => (isScalar(node) ? [String(node.value)] : []));
      return visit.BREAK;
    },
  });
  return path;
}

/** Where the first alias of nothing begins. */
function findUnresolved(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return undefined;
      offset = toOffset(alias);
      return visit.BREAK;
    },
  });
  return offset;
}

function toOffset(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

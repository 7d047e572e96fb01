import { isAlias, isMap, isNode, isPair, isScalar, isSeq, visit, type Document } from 'yaml';

/** Fields by name, list items by number, from the top of a document. */
export type Path = readonly (string | number)[];

/** Where the key or the item of that path begins. */
export function findOffset(document: Document, path: Path): number {
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
export function findPath(document: Document, offset: number): Path {
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
export function findUnresolved(document: Document): number | undefined {
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

import type { LockedFields, LockedType } from './contract-lock.ts';

export interface ObjectPart {
  readonly name?: string;
  readonly fields: LockedFields;
}

/** What a type may be: the members of a union by kind. */
export interface TypeParts {
  readonly scalars: readonly string[];
  readonly objects: readonly ObjectPart[];
  /** Of each list, what it holds. */
  readonly lists: readonly LockedType[];
}

export function toParts(type: LockedType, types: Readonly<Record<string, LockedFields>>): TypeParts {
  const scalars: string[] = [];
  const objects: ObjectPart[] = [];
  const lists: LockedType[] = [];
  for (const member of toMembers(type)) {
    const fields = typeof member === 'string' ? types[member] : undefined;
    if (fields && typeof member === 'string') objects.push({ name: member, fields });
    else if (typeof member === 'string') scalars.push(member);
    else if ('list' in member) lists.push(member.list);
    else objects.push(member);
  }
  return { scalars, objects, lists };
}

type Member = Exclude<LockedType, readonly LockedType[]>;

function toMembers(type: LockedType): Member[] {
  return isUnion(type) ? type.flatMap(toMembers) : [type];
}

function isUnion(type: LockedType): type is readonly LockedType[] {
  return Array.isArray(type);
}

export interface PairedParts {
  readonly objects: readonly (readonly [ObjectPart, ObjectPart])[];
  readonly lists: readonly (readonly [LockedType, LockedType])[];
  /** Whether something that it could be, it can be no more. */
  readonly isGone: boolean;
  readonly isFresh: boolean;
}

export function pairParts(before: TypeParts, after: TypeParts): PairedParts {
  const objects = pairObjects(before.objects, after.objects);
  const lists = before.lists
    .slice(0, after.lists.length)
    .map((was, index) => [was, after.lists[index] ?? 'never'] as const);
  return {
    objects,
    lists,
    isGone:
      !before.scalars.every((scalar) => isCovered(scalar, after.scalars)) ||
      before.objects.length > objects.length ||
      before.lists.length > lists.length,
    isFresh:
      !after.scalars.every((scalar) => before.scalars.includes(scalar)) ||
      after.objects.length > objects.length ||
      after.lists.length > lists.length,
  };
}

/** By name; the one that is left on each side is the same under another. */
function pairObjects(
  before: readonly ObjectPart[],
  after: readonly ObjectPart[],
): [ObjectPart, ObjectPart][] {
  const isNamedIn = (others: readonly ObjectPart[], { name }: ObjectPart): boolean =>
    name !== undefined && others.some((other) => other.name === name);
  const named = before.flatMap((was): [ObjectPart, ObjectPart][] => {
    const is = after.find(({ name }) => name !== undefined && name === was.name);
    return is ? [[was, is]] : [];
  });
  const [was, ...otherWas] = before.filter((part) => !isNamedIn(after, part));
  const [is, ...otherIs] = after.filter((part) => !isNamedIn(before, part));
  const isPair = was && is && otherWas.length === 0 && otherIs.length === 0;
  return isPair ? [...named, [was, is]] : named;
}

/** `'top'` is a string, and anything is `unknown`. */
function isCovered(scalar: string, by: readonly string[]): boolean {
  const wide = scalar.startsWith("'") ? 'string' : /^-?\d/.test(scalar) ? 'number' : scalar;
  return by.includes(scalar) || by.includes(wide) || by.includes('unknown');
}

/** As TypeScript would write it, with an object's fields by name. */
export function formatType(type: LockedType): string {
  const members = toMembers(type).map((member) => {
    if (typeof member === 'string') return member;
    if ('list' in member) {
      const held = formatType(member.list);
      return held.includes(' | ') ? `(${held})[]` : `${held}[]`;
    }
    return `{ ${Object.keys(member.fields).join(', ')} }`;
  });
  return members.join(' | ');
}

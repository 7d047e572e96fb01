import type { Change } from './change.ts';
import type { LockedFields, LockedType } from './contract-lock.ts';
import { pairParts, formatType, toParts, type ObjectPart } from './type-parts.ts';

interface TypePlace {
  /** The way to the field, from the nearest object with a name: `RunProgress.phase`. */
  readonly thing: string;
  readonly at: string;
  readonly whom: string;
  /** An argument is given as before to who reads it now; a result is read by both versions, and kept in histories. */
  readonly mode: 'argument' | 'result';
}

type Types = Readonly<Record<string, LockedFields>>;
type TypeComparer = (before: LockedType, after: LockedType, place: TypePlace) => Change[];

/** Compares types by what they hold: what an object is called is no part of the wire. */
export function createTypeComparer(typesBefore: Types, typesAfter: Types): TypeComparer {
  const open = new Set<string>();

  function compare(before: LockedType, after: LockedType, place: TypePlace): Change[] {
    const { objects, lists, isGone, isFresh } = pairParts(
      toParts(before, typesBefore),
      toParts(after, typesAfter),
    );
    if (isGone || (isFresh && place.mode === 'result')) return [toTypeBreak(before, after, place)];
    const wider = { thing: place.thing, at: place.at, what: formatChange(before, after) };
    return [
      ...(isFresh ? [wider] : []),
      ...objects.flatMap(([was, is]) => compareObjects(was, is, place)),
      ...lists.flatMap(([was, is]) => compare(was, is, place)),
    ];
  }

  function compareObjects(before: ObjectPart, after: ObjectPart, place: TypePlace): Change[] {
    const key = `${before.name} ${after.name}`;
    if (before.name !== undefined && open.has(key)) return [];
    open.add(key);
    const changes = compareFields(before.fields, after.fields, {
      ...place,
      thing: before.name ?? place.thing,
    });
    open.delete(key);
    return changes;
  }

  function compareFields(before: LockedFields, after: LockedFields, place: TypePlace): Change[] {
    const was = toFields(before);
    const is = toFields(after);
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
      const inner = { ...place, thing: `${place.thing}.${name}` };
      const one = was.get(name);
      const other = is.get(name);
      if (!one) return other ? [toNewField(other, inner)] : [];
      if (!other) return [toLostField(inner)];
      return [...compareOptional(one, other, inner), ...compare(one.type, other.type, inner)];
    });
  }

  return compare;
}

interface FieldType {
  readonly type: LockedType;
  readonly isOptional: boolean;
}

function toFields(fields: LockedFields): Map<string, FieldType> {
  return new Map(
    Object.entries(fields).map(([name, type]) => [
      name.replace(/\?$/, ''),
      { type, isOptional: name.endsWith('?') },
    ]),
  );
}

function toNewField({ isOptional }: FieldType, { thing, at, whom, mode }: TypePlace): Change {
  if (isOptional) return { thing, at, what: 'is new' };
  return {
    thing,
    at,
    what: mode === 'argument' ? 'is new and must be given' : 'is new, and no result of before has it',
    breaks: { whom, instead: 'make it optional, and let its absence mean what it meant before' },
  };
}

function toLostField({ thing, at, whom }: TypePlace): Change {
  return {
    thing,
    at,
    what: 'is gone',
    breaks: { whom, instead: 'keep it, and add what is to replace it as an optional field' },
  };
}

function compareOptional(before: FieldType, after: FieldType, place: TypePlace): Change[] {
  const { thing, at, whom, mode } = place;
  if (before.isOptional === after.isOptional) return [];
  const what = after.isOptional ? 'was always there and may be absent' : 'could be absent and must be there';
  if (after.isOptional && mode === 'argument') return [{ thing, at, what }];
  const instead = after.isOptional ? 'go on giving it' : 'leave it optional';
  return [{ thing, at, what, breaks: { whom, instead } }];
}

function toTypeBreak(before: LockedType, after: LockedType, { thing, at, whom }: TypePlace): Change {
  const instead = 'keep it, and add an optional field of the other type beside it';
  return { thing, at, what: formatChange(before, after), breaks: { whom, instead } };
}

function formatChange(before: LockedType, after: LockedType): string {
  return `was ${formatType(before)} and is ${formatType(after)}`;
}

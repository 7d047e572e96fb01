import { compareNamed, compareValue, show, type Break, type Change } from './change.ts';
import type { LockedField, LockedInput } from './contract-lock.ts';

const narrower: Break = {
  whom: 'callers and schedules that give what was valid',
  instead: 'accept what was accepted; a pipeline that takes less is a new pipeline',
};

/** What was a valid input must stay valid, and must mean the same. */
export function compareInput(before: LockedInput, after: LockedInput, owner: string): Change[] {
  return compareNamed(before, after, {
    toThing: (field) => `input ${field} of the ${owner}`,
    removed: {
      whom: 'callers and schedules that give it: an unknown field is refused',
      instead: 'keep it, and say in its description that it does nothing any more',
    },
    added: (field) =>
      isOptional(field)
        ? undefined
        : {
            what: 'is new and must be given',
            whom: 'callers and schedules that do not give it',
            instead: 'make it optional, or give it a default',
          },
    kept: (was, is, field) => compareField(was, is, `input ${field} of the ${owner}`),
  });
}

function compareField(before: LockedField, after: LockedField, thing: string): Change[] {
  return [
    ...compareValue(before.type, after.type, {
      thing: `type of the ${thing}`,
      ...(!(before.type === 'integer' && after.type === 'number') && {
        breaks: {
          whom: 'callers and schedules that give a value of the type that was',
          instead: 'keep it, and add a new optional field of the other type',
        },
      }),
    }),
    ...compareRequired(before, after, thing),
    ...compareEnums(before.enum, after.enum, thing),
    ...compareBound(before, after, { name: 'minimum', isNarrower: (was, is) => is > was, thing }),
    ...compareBound(before, after, { name: 'maximum', isNarrower: (was, is) => is < was, thing }),
    ...compareBound(before, after, { name: 'minLength', isNarrower: (was, is) => is > was, thing }),
    ...compareBound(before, after, { name: 'maxLength', isNarrower: (was, is) => is < was, thing }),
    ...(['format', 'atLeast'] as const).flatMap((rule) =>
      compareRule(before[rule], after[rule], `${rule} of the ${thing}`),
    ),
    ...(['requires', 'excludes'] as const).flatMap((rule) =>
      compareRelation(before[rule], after[rule], `${rule} of the ${thing}`),
    ),
  ];
}

function compareRequired(before: LockedField, after: LockedField, thing: string): Change[] {
  if (isOptional(before) && !isOptional(after)) {
    return [
      {
        thing,
        what: 'could be left out and must be given',
        breaks: {
          whom: 'callers and schedules that leave it out',
          instead:
            before.default === undefined ? 'leave it optional' : `keep the default, ${show(before.default)}`,
        },
      },
    ];
  }
  if (!isOptional(before)) return isOptional(after) ? [{ thing, what: 'may be left out now' }] : [];
  return compareValue(before.default, after.default, {
    thing: `default of the ${thing}`,
    breaks: {
      whom: 'callers and schedules that leave it out: the same input would mean something else',
      instead: 'keep the default, and let those who want another value give it',
    },
  });
}

function isOptional(field: LockedField): boolean {
  return field.optional === true || field.default !== undefined;
}

function compareEnums(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  thing: string,
): Change[] {
  if (!before || !after) return compareRule(before, after, `enum of the ${thing}`);
  const gone = before.filter((value) => !after.includes(value));
  const fresh = after.filter((value) => !before.includes(value));
  return [
    ...(gone.length > 0
      ? [{ thing, what: `${gone.join(', ')} is not allowed any more`, breaks: narrower }]
      : []),
    ...(fresh.length > 0 ? [{ thing, what: `${fresh.join(', ')} is allowed as well` }] : []),
  ];
}

interface Bound {
  readonly name: 'minimum' | 'maximum' | 'minLength' | 'maxLength';
  readonly thing: string;
  isNarrower(was: number, is: number): boolean;
}

function compareBound(before: LockedField, after: LockedField, { name, thing, isNarrower }: Bound): Change[] {
  const was = before[name];
  const is = after[name];
  const narrows = is !== undefined && (was === undefined || isNarrower(was, is));
  return compareValue(was, is, { thing: `${name} of the ${thing}`, ...(narrows && { breaks: narrower }) });
}

/** A rule that goes lets more through; one that comes or changes, less. */
function compareRule(before: unknown, after: unknown, thing: string): Change[] {
  return compareValue(before, after, { thing, ...(after !== undefined && { breaks: narrower }) });
}

function compareRelation(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  thing: string,
): Change[] {
  const narrows = after?.some((field) => !before?.includes(field));
  return compareValue(before, after, { thing, ...(narrows && { breaks: narrower }) });
}

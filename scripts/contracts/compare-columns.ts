import { compareNamed, compareValue, type Change } from './change.ts';
import type { LockedColumn } from './contract-lock.ts';

type Columns = Readonly<Record<string, LockedColumn>>;

/** A dataset's table may only gain columns that may be null: the rows that are there have no value for them. */
export function compareColumns(before: Columns, after: Columns, dataset: string): Change[] {
  const toThing = (field: string): string =>
    `column ${(before[field] ?? after[field])?.name} of the dataset ${dataset}`;
  return compareNamed(before, after, {
    toThing,
    removed: {
      whom: 'those who read the table: the column stays but gets no further values, and new rows fail where it is not null',
      instead: 'keep it, and add a new nullable column beside it',
    },
    added: ({ nullable }) =>
      nullable
        ? undefined
        : {
            what: 'is new and may not be null',
            whom: 'the rows that are there, which have no value for it',
            instead: 'make it nullable',
          },
    kept: (was, is, field) => compareColumn(was, is, toThing(field)),
  });
}

function compareColumn(before: LockedColumn, after: LockedColumn, thing: string): Change[] {
  return [
    ...compareValue(before.name, after.name, {
      thing,
      breaks: { whom: 'those who read the table by that name', instead: 'keep the name' },
    }),
    ...compareValue(before.type, after.type, {
      thing: `type of the ${thing}`,
      breaks: {
        whom: 'the table, whose column workers refuse with DatasetMismatch, and those who read it',
        instead: 'keep it, and add a new nullable column of the other type',
      },
    }),
    ...(before.nullable === after.nullable ? [] : [toNullableChange(after, thing)]),
  ];
}

function toNullableChange({ nullable }: LockedColumn, thing: string): Change {
  return nullable
    ? {
        thing,
        what: 'was never null and may be',
        breaks: {
          whom: 'those who read the table and do not expect null there',
          instead: 'keep it, and add a new nullable column beside it',
        },
      }
    : {
        thing,
        what: 'might be null and may not',
        breaks: {
          whom: 'the rows that are there, which may hold null, and sources that still give it',
          instead: 'leave it nullable',
        },
      };
}

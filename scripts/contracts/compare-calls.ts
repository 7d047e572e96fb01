import { compareNamed, type Break, type Change } from './change.ts';
import { createTypeComparer } from './compare-types.ts';
import type { Calls, WireTypes } from './contract-lock.ts';

/** A kind of call: who is on its two ends. */
interface CallKind {
  readonly name: string;
  readonly calls: (types: WireTypes) => Calls;
  /** Who gives arguments as they were, and goes on doing so. */
  readonly givers: string;
  /** Who reads results, and where results as they were are kept. */
  readonly readers: string;
}

const kinds: readonly CallKind[] = [
  {
    name: 'workflow',
    calls: ({ workflows }) => workflows,
    givers: 'callers in other services, schedules, and runs in progress that go on as new',
    readers: 'callers in other services, and results of runs that have ended',
  },
  {
    name: 'activity',
    calls: ({ activities }) => activities,
    givers: 'running workflows that have scheduled it, and deployed workflow workers',
    readers: 'running workflows, whose histories hold results as they were, and deployed workflow workers',
  },
  {
    name: 'query',
    calls: ({ queries }) => queries,
    givers: 'callers in other services',
    readers: 'callers in other services, and deployed workflow workers, which answer as before',
  },
  {
    name: 'update',
    calls: ({ updates }) => updates,
    givers: 'callers in other services, and histories of running workflows',
    readers: 'callers in other services, and deployed workflow workers, which answer as before',
  },
  {
    name: 'signal',
    calls: ({ signals }) => signals,
    givers: 'running workflows and callers that send it, and histories of running workflows',
    readers: 'nobody',
  },
];

/** Arguments may take more than they did; results may hold more, where it is optional. */
export function compareCalls(before: WireTypes, after: WireTypes): Change[] {
  const compareTypes = createTypeComparer(before.types, after.types);
  const records = compareNamed(before.records, after.records, {
    toThing: (name) => `record ${name}`,
    removed: { whom: 'deployed workers and callers that read it', instead: 'keep it' },
    kept: (was, is, name) =>
      compareTypes(was, is, {
        thing: name,
        at: name.endsWith('Memo') ? 'kept with a workflow' : 'heartbeats',
        whom: 'deployed workers and callers, which write and read it as before',
        mode: 'result',
      }),
  });
  return [...kinds.flatMap((kind) => compareKind(kind, { before, after, compareTypes })), ...records];
}

interface Compared {
  readonly before: WireTypes;
  readonly after: WireTypes;
  readonly compareTypes: ReturnType<typeof createTypeComparer>;
}

function compareKind(
  { name: kind, calls, givers, readers }: CallKind,
  { before, after, compareTypes }: Compared,
): Change[] {
  const removed: Break = {
    whom: givers,
    instead: 'keep it, and add the new one beside it under a name of its own',
  };
  return compareNamed(calls(before), calls(after), {
    toThing: (name) => `${kind} ${name}`,
    removed,
    kept: (was, is, name) => {
      const at = `${kind} ${name}`;
      if (was.takes.length !== is.takes.length) {
        const what = `took ${count(was.takes)} and takes ${count(is.takes)}`;
        const instead = 'keep its arguments, and add optional fields to one that is an object';
        return [{ thing: at, what, breaks: { whom: givers, instead } }];
      }
      return [
        ...was.takes.flatMap((type, index) =>
          compareTypes(type, is.takes[index] ?? 'unknown', {
            thing: 'argument',
            at,
            whom: givers,
            mode: 'argument',
          }),
        ),
        ...compareTypes(was.gives, is.gives, { thing: 'result', at, whom: readers, mode: 'result' }),
      ];
    },
  });
}

function count(types: readonly unknown[]): string {
  return types.length === 1 ? '1 argument' : `${types.length} arguments`;
}

import type { ActivityDefaults } from '../../packages/contracts/src/index.ts';
import { compareNamed, compareValue, type Break, type Change } from './change.ts';
import { compareCalls } from './compare-calls.ts';
import { compareColumns } from './compare-columns.ts';
import { compareInput } from './compare-input.ts';
import { comparePipeline } from './compare-pipeline.ts';
import type { ContractLock, LockedConstant } from './contract-lock.ts';

/** Everything that differs; what breaks says whom, and what to do instead. */
export function compareLocks(before: ContractLock, after: ContractLock): Change[] {
  return [
    ...compareNamed(before.pipelines, after.pipelines, {
      toThing: (name) => `pipeline ${name}`,
      removed: {
        whom: 'callers and schedules that name it, and its runs in progress',
        instead: 'keep it, and add the new one beside it under a name of its own',
      },
      kept: comparePipeline,
    }),
    ...compareNamed(before.datasets, after.datasets, {
      toThing: (name) => `dataset ${name}`,
      removed: {
        whom: 'those who read its table, and runs that wait for its versions',
        instead: 'keep it, and land what is new in a dataset of its own by a new pipeline',
      },
      kept: compareColumns,
    }),
    ...compareNamed(before.inputs, after.inputs, {
      toThing: (name) => `schema ${name}`,
      removed: { whom: 'callers that check against it', instead: 'keep it' },
      kept: (was, is, name) => compareInput(was, is, `schema ${name}`),
    }),
    ...compareQueues(before, after),
    ...compareOptions(before, after),
    ...compareErrors(before, after),
    ...compareConstants(before, after),
    ...compareCalls(before, after),
  ];
}

function compareQueues(before: ContractLock, after: ContractLock): Change[] {
  const breaks: Break = {
    whom: 'running workflows and callers, whose tasks go to the queue that was, and deployed workers, which poll it',
    instead:
      'keep the name; to move work, let workers poll a second queue beside it until the first is empty',
  };
  return compareNamed(before.taskQueues, after.taskQueues, {
    toThing: (name) => `task queue ${name}`,
    removed: breaks,
    kept: (was, is, name) => compareValue(was, is, { thing: `task queue ${name}`, breaks }),
  });
}

function compareOptions(before: ContractLock, after: ContractLock): Change[] {
  return compareNamed(before.options, after.options, {
    toThing: (name) => `options of the activity ${name}`,
    removed: {
      whom: 'running workflows that have scheduled it, and deployed workflow workers',
      instead: 'keep the activity and its options until no running workflow uses them',
    },
    kept: ({ taskQueue: was, ...bounds }, { taskQueue: is, ...now }, name) => [
      ...compareValue(was, is, {
        thing: `task queue of the activity ${name}`,
        breaks: {
          whom: 'running workflows: what they have scheduled waits in the queue that was',
          instead: 'add an activity of a new name on the new queue, and keep this one',
        },
      }),
      ...compareBounds(bounds, now, `activity ${name}`),
    ],
  });
}

type Bounds = Omit<ActivityDefaults, 'taskQueue'>;

/** Timeouts and retries are behaviour: Temporal replays a history whatever they are. */
function compareBounds(before: Bounds, after: Bounds, at: string): Change[] {
  const was: Readonly<Record<string, unknown>> = { ...before, ...before.retry, retry: undefined };
  const is: Readonly<Record<string, unknown>> = { ...after, ...after.retry, retry: undefined };
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].flatMap((thing) => compareValue(was[thing], is[thing], { thing, at }));
}

function compareErrors({ errors: before }: ContractLock, { errors: after }: ContractLock): Change[] {
  const kinds = ['terminal', 'retryable'] as const;
  return kinds.flatMap((kind) => {
    const thing = `${kind} error types`;
    const moved = (type: string): string =>
      [...after.terminal, ...after.retryable].includes(type)
        ? `${type} is of the other kind now`
        : `${type} is gone`;
    return [
      ...before[kind]
        .filter((type) => !after[kind].includes(type))
        .map((type) => ({
          thing,
          what: moved(type),
          breaks: {
            whom: 'callers that tell failures by it, and running workflows, which would retry what should end or end what should be retried',
            instead: 'keep the type, and add a new one beside it',
          },
        })),
      ...after[kind]
        .filter((type) => !before[kind].includes(type))
        .map((type) => ({ thing, what: `${type} is new` })),
    ];
  });
}

/** Names are held on to; a number is a bound that the code keeps to, and may move. */
function compareConstants(before: ContractLock, after: ContractLock): Change[] {
  const breaks: Break = {
    whom: 'whoever uses the name: running workflows, deployed workers and callers of the other version',
    instead: 'keep it, and add the new one beside it under a name of its own',
  };
  return compareNamed<LockedConstant>(before.constants, after.constants, {
    toThing: (name) => `constant ${name}`,
    removed: breaks,
    kept: (was, is, name) => {
      const thing = `constant ${name}`;
      const isKept =
        typeof was === 'number' ||
        (Array.isArray(was) && Array.isArray(is) && was.every((one) => is.includes(one)));
      return compareValue(was, is, isKept ? { thing } : { thing, breaks });
    },
  });
}

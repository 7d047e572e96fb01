import { checkWhen } from '@headrace/calendar';
import {
  isTimed,
  normaliseSchedule,
  parseRunRequest,
  scheduleFields,
  schedulePolicies,
  splitRunOptions,
  validateInput,
  type AnyInputSchema,
  type AnyPipelineContract,
  type InputProblem,
  type OnDataset,
  type ScheduleDefinition,
  type SchedulePolicies,
} from '@headrace/contracts';

import { datasetNames } from '../datasets/read-dataset.ts';
import type { SubscribedSchedule } from './subscribed/subscription.ts';
import { InvalidInput } from '../errors/headrace-error.ts';
import type { Settings } from '../temporal/settings.ts';
import type { TimedSchedule } from './timed/temporal-schedule.ts';

export interface CheckedDefinition {
  readonly schedule: TimedSchedule | SubscribedSchedule;
  readonly contract: AnyPipelineContract;
}

/** Checks a definition down to its pipeline's input and fills the defaults in. Throws `InvalidInput` with every problem. */
export function checkDefinition(
  { pipelines }: Pick<Settings, 'pipelines'>,
  definition: ScheduleDefinition,
): CheckedDefinition {
  const contract = pipelines.find(({ name }) => name === definition.pipeline);
  const problems = [
    ...findProblems(pipelines, contract, definition),
    ...checkWhenField(pipelines, definition),
  ];
  const schedule = normaliseSchedule(definition) as CheckedDefinition['schedule'];
  if (contract && problems.length === 0) return { schedule, contract };
  throw new InvalidInput(`schedule ${String(definition.name)}`, problems);
}

const ownFields: AnyInputSchema = { ...scheduleFields, ...schedulePolicies };

/** All but when it is due. */
function findProblems(
  pipelines: Settings['pipelines'],
  contract: AnyPipelineContract | undefined,
  { when: _when, ...definition }: ScheduleDefinition,
): readonly InputProblem[] {
  const { options, others } = splitRunOptions('schedule', definition);
  return [
    ...(validateInput(ownFields, others).problems ?? []),
    ...(contract
      ? (parseRunRequest(contract, options, { pipelines, asker: 'schedule' }).problems ?? [])
      : refusePipeline(pipelines, definition)),
  ];
}

function checkWhenField(
  pipelines: Settings['pipelines'],
  { when, ...others }: Partial<ScheduleDefinition>,
): InputProblem[] {
  if (!when) return [{ field: 'when', message: 'when: missing; give every, cron with zone, or on' }];
  if (!isTimed(when)) return [...checkDataset(pipelines, when), ...refusePolicies(others)];
  const problem = checkWhen(when);
  return problem === undefined ? [] : [{ field: 'when', message: problem }];
}

function checkDataset(pipelines: Settings['pipelines'], { on }: OnDataset): InputProblem[] {
  const names = datasetNames({ pipelines });
  if (names.includes(on)) return [];
  const message = `on: there is no dataset ${JSON.stringify(on)}; there are ${names.join(', ')}`;
  return [{ field: 'on', message }];
}

/** Refuses policies of times beside a dataset; a default counts as left out. */
function refusePolicies(given: Partial<SchedulePolicies>): InputProblem[] {
  const policies: readonly (keyof SchedulePolicies)[] = ['overlap', 'catchUp', 'jitter', 'pauseOnFailure'];
  return policies
    .filter((field) => given[field] !== undefined && given[field] !== schedulePolicies[field].default)
    .map((field) => ({ field, message: `${field}: goes with times alone; a dataset has none` }));
}

function refusePipeline(
  pipelines: readonly AnyPipelineContract[],
  { pipeline }: Pick<ScheduleDefinition, 'pipeline'>,
): InputProblem[] {
  const names = pipelines.map(({ name }) => name).join(', ');
  const message = `pipeline: there is no pipeline ${JSON.stringify(pipeline)}; there are ${names}`;
  return pipeline ? [{ field: 'pipeline', message }] : [];
}

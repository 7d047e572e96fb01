import { checkWhen } from '@headrace/calendar';
import {
  checkDependencies,
  isTimed,
  normaliseSchedule,
  scheduleFields,
  schedulePolicies,
  validateInput,
  type AnyInputSchema,
  type AnyPipelineContract,
  type InputProblem,
  type Schedule,
  type ScheduleDefinition,
} from '@headrace/contracts';

import { findProblems } from '../check-request.ts';
import { InvalidInput } from '../errors/invalid-input.ts';
import type { Settings } from '../settings.ts';
import type { TimedSchedule } from './timed-schedule.ts';

const plainFields: AnyInputSchema = { ...scheduleFields, ...schedulePolicies };

export interface CheckedDefinition {
  readonly schedule: TimedSchedule;
  readonly contract: AnyPipelineContract;
}

/** Checks a definition down to its pipeline's input and fills the defaults in. Throws `InvalidInput` with every problem. */
export function checkDefinition(
  { pipelines }: Pick<Settings, 'pipelines'>,
  definition: ScheduleDefinition,
): CheckedDefinition {
  const { contract, problems: found } = checkFields(pipelines, definition);
  const problems = [...found, ...checkWhenField(definition)];
  const schedule = normaliseSchedule(definition);
  if (contract && problems.length === 0 && isTimedSchedule(schedule)) return { schedule, contract };
  throw new InvalidInput(`schedule ${String(definition.name)}`, problems);
}

/** The same for a schedule that follows a dataset. */
export function checkSubscription(
  { pipelines }: Pick<Settings, 'pipelines'>,
  definition: ScheduleDefinition,
): Schedule {
  const problems = [...checkFields(pipelines, definition).problems, ...checkOnField(pipelines, definition)];
  if (problems.length === 0) return normaliseSchedule(definition);
  throw new InvalidInput(`schedule ${String(definition.name)}`, problems);
}

interface CheckedFields {
  readonly contract: AnyPipelineContract | undefined;
  readonly problems: readonly InputProblem[];
}

/** All but when it is due. */
function checkFields(pipelines: Settings['pipelines'], definition: ScheduleDefinition): CheckedFields {
  const { when: _when, input, overrides, after, ...plain } = definition;
  const { pipeline, incremental } = plain;
  const ofRun = {
    ...(input && { input }),
    ...(overrides && { overrides }),
    ...(incremental && { incremental }),
  };
  const contract = pipelines.find(({ name }) => name === pipeline);
  const problems = [
    ...(validateInput(plainFields, plain).problems ?? []),
    ...(contract ? findProblems(contract, ofRun) : refusePipeline(pipelines, plain)),
    ...(contract && after ? checkDependencies(pipeline, { after, pipelines }) : []),
  ];
  return { contract, problems };
}

function checkOnField(pipelines: Settings['pipelines'], { when }: ScheduleDefinition): InputProblem[] {
  const dataset = when && !isTimed(when) ? when.on : undefined;
  const names = [...new Set(pipelines.map((one) => one.dataset.name))];
  if (dataset !== undefined && names.includes(dataset)) return [];
  const message = `on: there is no dataset ${JSON.stringify(dataset)}; there are ${names.join(', ')}`;
  return [{ field: 'on', message }];
}

function checkWhenField({ when }: Partial<ScheduleDefinition>): InputProblem[] {
  if (!when) return [{ field: 'when', message: 'when: missing; give every, or cron with zone' }];
  const problem = checkWhen(when);
  if (problem !== undefined) return [{ field: 'when', message: problem }];
  if (isTimed(when)) return [];
  return [{ field: 'when', message: `when: ${when.on} is a dataset and has no times; give every or cron` }];
}

function refusePipeline(
  pipelines: readonly AnyPipelineContract[],
  { pipeline }: Pick<ScheduleDefinition, 'pipeline'>,
): InputProblem[] {
  const names = pipelines.map(({ name }) => name).join(', ');
  const message = `pipeline: there is no pipeline ${JSON.stringify(pipeline)}; there are ${names}`;
  return pipeline ? [{ field: 'pipeline', message }] : [];
}

function isTimedSchedule(schedule: Schedule): schedule is TimedSchedule {
  return isTimed(schedule.when);
}

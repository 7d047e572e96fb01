import {
  isFields,
  preview,
  scheduleName,
  validateInput,
  type AnyPipelineContract,
  type ScheduleDefinition,
} from '@headrace/contracts';

import { nearest } from '../errors/usage-error.ts';
import { parseFile, formatPath, type FileProblem } from './document.ts';
import { parseEntry, toNeeds, type EntryProblem } from './parse-entry.ts';

export type ReadSchedules =
  | { readonly schedules: readonly ScheduleDefinition[]; readonly problems?: undefined }
  | { readonly problems: readonly FileProblem[]; readonly schedules?: undefined };

/** Reads a schedules file. Names every problem with its place, in the order of the file. */
export function readSchedules(text: string, pipelines: readonly AnyPipelineContract[]): ReadSchedules {
  const { data, problems: ofText, place } = parseFile(text);
  if (data === undefined) return { problems: ofText };
  const { schedules, problems: ofData } = parseSchedules(data, pipelines);
  const placed = ofData.map((problem) => {
    const { path } = problem;
    return { ...place(path), path: formatPath(path), message: toMessage(problem) };
  });
  const problems = [...ofText, ...placed].toSorted(
    (one, other) => one.line - other.line || one.column - other.column,
  );
  return problems.length > 0 ? { problems } : { schedules };
}

interface ParsedSchedules {
  readonly schedules: readonly ScheduleDefinition[];
  readonly problems: readonly EntryProblem[];
}

const topFields = ['$schema', 'schedules'];

function parseSchedules(data: unknown, pipelines: readonly AnyPipelineContract[]): ParsedSchedules {
  if (!isFields(data)) return refuse([], `${preview(data)} is not a map of ${topFields.join(', ')}`);
  const unknown = Object.keys(data)
    .filter((name) => !topFields.includes(name))
    .map((name) => ({
      path: [name],
      message: `no such field; there are ${topFields.join(', ')}`,
      choice: { given: name, known: topFields },
    }));
  const { schedules } = data;
  if (schedules === undefined) return refuse(['schedules'], 'missing; give a map of names', unknown);
  if (!isFields(schedules))
    return refuse(['schedules'], `${preview(schedules)} is not a map of names`, unknown);
  const needs = Object.values(schedules).flatMap(toNeeds);
  const parsed = Object.entries(schedules).map(([name, entry]) => {
    const { definition, problems = [] } = parseEntry(name, entry, { pipelines, needs });
    return {
      definition,
      problems: [...checkName(name), ...problems.map((problem) => within(name, problem))],
    };
  });
  return {
    schedules: parsed.flatMap(({ definition }) => definition ?? []),
    problems: [...unknown, ...parsed.flatMap(({ problems }) => problems)],
  };
}

function checkName(name: string): EntryProblem[] {
  const { problems = [] } = validateInput({ name: scheduleName }, { name });
  return problems.map(({ message }) => ({
    path: ['schedules', name],
    message: message.replace(/^name: /, ''),
  }));
}

function within(name: string, problem: EntryProblem): EntryProblem {
  return { ...problem, path: ['schedules', name, ...problem.path] };
}

function refuse(
  path: EntryProblem['path'],
  message: string,
  others: readonly EntryProblem[] = [],
): ParsedSchedules {
  return { schedules: [], problems: [...others, { path, message }] };
}

/** Names what was probably meant. */
function toMessage({ message, choice }: EntryProblem): string {
  const near = choice && nearest(choice.given, choice.known);
  if (near === undefined) return message;
  return message.startsWith('no such field')
    ? `no such field; did you mean ${near}?`
    : `${message}; did you mean ${near}?`;
}

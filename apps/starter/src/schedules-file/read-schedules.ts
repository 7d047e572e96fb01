import type { AnyPipelineContract, ScheduleDefinition } from '@headrace/contracts';

import { checkEntry, toNeeds, type SoundEntry } from './check-entry.ts';
import { checkShape, type ShapeProblem } from './check-shape.ts';
import { createSchedulesSchema } from './schema.ts';
import { parseFile, showPath, type FileProblem } from './document.ts';
import { toDefinition, type ScheduleEntry } from './entry.ts';

export type ReadSchedules =
  | { readonly schedules: readonly ScheduleDefinition[]; readonly problems?: undefined }
  | { readonly problems: readonly FileProblem[]; readonly schedules?: undefined };

/** Reads a schedules file. Names every problem with its place, in the order of the file. */
export function readSchedules(text: string, pipelines: readonly AnyPipelineContract[]): ReadSchedules {
  const { data, problems: ofText, place } = parseFile(text);
  if (data === undefined) return { problems: ofText };
  const misshapen = checkShape(createSchedulesSchema(pipelines), data);
  const unfit = checkEntries(toSoundEntries(data, misshapen), pipelines);
  const ofData = [...misshapen, ...unfit].map(({ path, message }) => {
    return { ...place(path), path: showPath(path), message };
  });
  const problems = [...ofText, ...ofData].toSorted(
    (one, other) => one.line - other.line || one.column - other.column,
  );
  if (problems.length > 0) return { problems };
  const { schedules } = data as { schedules: Readonly<Record<string, ScheduleEntry>> };
  return { schedules: Object.entries(schedules).map(([name, entry]) => toDefinition(name, entry)) };
}

type SoundEntries = readonly (readonly [name: string, entry: SoundEntry])[];

function checkEntries(entries: SoundEntries, pipelines: readonly AnyPipelineContract[]): ShapeProblem[] {
  const needs = entries.flatMap(([, entry]) => toNeeds(entry));
  return entries.flatMap(([name, entry]) =>
    checkEntry(entry, { pipelines, needs }).map(({ path, message }) => {
      return { path: ['schedules', name, ...path], message };
    }),
  );
}

/** What can be checked further: without it, the first problem of an entry would hide the others. */
function toSoundEntries(data: unknown, misshapen: readonly ShapeProblem[]): SoundEntries {
  const { schedules } = toFields(data);
  return Object.entries(toFields(schedules)).map(([name, entry]) => {
    const refused = new Set(misshapen.flatMap(({ path }) => (path[1] === name ? [path[2]] : [])));
    const sound = Object.entries(toFields(entry)).filter(([field]) => !refused.has(field));
    return [name, Object.fromEntries(sound)];
  });
}

function toFields(value: unknown): Readonly<Record<string, unknown>> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? (value as Readonly<Record<string, unknown>>) : {};
}

import { checkWhen, readCalendar } from '@headrace/calendar';
import {
  findCycle,
  isFields,
  listRunOptions,
  parseRunRequest,
  preview,
  schedulePolicies,
  splitRunOptions,
  validateInput,
  type AnyPipelineContract,
  type DatasetNeed,
  type InputProblem,
  type ScheduleDefinition,
  type When,
} from '@headrace/contracts';

import type { Path } from './document.ts';
import { partners, toEntryFields, whenFields } from './entry.ts';

/** One thing wrong with a file's data. */
export interface EntryProblem {
  readonly path: Path;
  /** The mistake, and a valid form. */
  readonly message: string;
  readonly choice?: InputProblem['choice'];
}

export interface ParseEntryOptions {
  readonly pipelines: readonly AnyPipelineContract[];
  /** Those of every schedule of the file. */
  readonly needs: readonly DatasetNeed[];
}

export type ParsedEntry =
  | { readonly definition: ScheduleDefinition; readonly problems?: undefined }
  | { readonly problems: readonly EntryProblem[]; readonly definition?: undefined };

type Fields = Readonly<Record<string, unknown>>;

/** The definition that a file's entry makes, or every problem; paths are within the entry. */
export function parseEntry(name: string, entry: unknown, options: ParseEntryOptions): ParsedEntry {
  if (!isFields(entry)) {
    const known = Object.keys(toEntryFields(options.pipelines)).join(', ');
    return { problems: [{ path: [], message: `${preview(entry)} is not a map of ${known}` }] };
  }
  const { options: asked, others } = splitRunOptions('schedule', entry);
  const own = parseOwnFields(others, options.pipelines);
  const when = parseWhen(own.fields, entry);
  const runs = parseRuns(asked, own.fields, options);
  const problems = [...own.problems, ...when.problems, ...runs.problems];
  if (problems.length > 0 || when.when === undefined) return { problems };
  return { definition: { ...toPlainFields(name, own.fields), ...runs.request, when: when.when } };
}

/** Lists the datasets that an entry needs beyond its pipeline's contract. */
export function toNeeds(entry: unknown): DatasetNeed[] {
  if (!isFields(entry) || typeof entry['pipeline'] !== 'string') return [];
  const { pipeline, after, on } = entry;
  const dependencies = Array.isArray(after) ? after.filter(isFields) : [];
  const datasets = [...dependencies.map(({ dataset }) => dataset), on];
  return datasets.flatMap((dataset) => (typeof dataset === 'string' ? [{ pipeline, dataset }] : []));
}

interface ParsedFields {
  /** Those that are given and right, times in ms. */
  readonly fields: Fields;
  readonly problems: readonly EntryProblem[];
}

/** Each field by itself, so that one that is wrong hides no other. */
function parseOwnFields(given: Fields, pipelines: readonly AnyPipelineContract[]): ParsedFields {
  const schema = toEntryFields(pipelines);
  const known = [...Object.keys(schema), ...listRunOptions('schedule').map(({ name }) => name)];
  const names = [...new Set(['pipeline', ...Object.keys(given)])];
  const parsed = names.map((name) => {
    const field = schema[name];
    if (field === undefined) {
      const message = `${name}: no such field; there are ${known.join(', ')}`;
      return { name, value: undefined, problems: [{ field: name, message, choice: { given: name, known } }] };
    }
    const { input, problems } = validateInput(
      { [name]: field },
      { [name]: given[name] },
      { durations: true },
    );
    return { name, value: input?.[name], problems: problems ?? [] };
  });
  const right = parsed.filter(({ name, value }) => value !== undefined && given[name] !== undefined);
  return {
    fields: Object.fromEntries(right.map(({ name, value }) => [name, value])),
    problems: parsed.flatMap(({ problems }) => problems.map(toEntryProblem)),
  };
}

function toPlainFields(name: string, fields: Fields): Omit<ScheduleDefinition, 'when'> {
  const {
    every: _every,
    offset: _offset,
    cron: _cron,
    calendar: _calendar,
    zone: _zone,
    on: _on,
    ...own
  } = fields;
  // A file says all there is to a schedule, so that one paused by other hands differs from it.
  return { name, paused: false, ...own } as unknown as Omit<ScheduleDefinition, 'when'>;
}

interface ParsedWhen {
  readonly when?: When;
  readonly problems: readonly EntryProblem[];
}

/** When an entry is due: `fields` are those that are right by themselves. */
function parseWhen(fields: Fields, entry: Fields): ParsedWhen {
  const problems = [...findMissingPartners(entry), ...findNeedless(entry)];
  const given = whenFields.filter((field) => entry[field] !== undefined);
  if (given.length !== 1) {
    const all = whenFields.join(', ');
    const message =
      given.length === 0
        ? `nothing says when it is due; give one of ${all}`
        : `given with ${given.join(' and ')}; give one of ${all}`;
    return { problems: [...problems, { path: [], message }] };
  }
  if (fields[String(given[0])] === undefined) return { problems };
  const when = toWhen(fields);
  if (when instanceof RangeError) return { problems: [...problems, toProblem(['calendar'], when.message)] };
  // A bad zone must not hide a bad expression, nor the other way round.
  const zone = fields['zone'];
  const parts: When[] = 'cron' in when ? [{ ...when, zone: 'UTC' }] : [when];
  if ('cron' in when && typeof zone === 'string') parts.push({ cron: '* * * * *', zone });
  const ofTimes = parts.flatMap((part) => placeTimesProblem(fields, checkWhen(part)));
  return { when, problems: [...problems, ...ofTimes] };
}

function findMissingPartners(entry: Fields): EntryProblem[] {
  return Object.entries(partners)
    .filter(([field, partner]) => entry[field] !== undefined && entry[partner] === undefined)
    .map(([field, partner]) => ({ path: [partner], message: `missing; ${field} needs it` }));
}

/** Finds fields that have no effect beside the others. */
function findNeedless(entry: Fields): EntryProblem[] {
  const { zone, cron, calendar, on } = entry;
  const policies = Object.keys(schedulePolicies).filter(
    (field) => on !== undefined && Object.hasOwn(entry, field),
  );
  const other = ['every', 'on'].find((field) => entry[field] !== undefined);
  return [
    ...policies.map((field) => ({ path: [field], message: 'given with on; only what has times has it' })),
    ...(zone !== undefined && cron === undefined && calendar === undefined && other
      ? [{ path: ['zone'], message: `given with ${other}; only cron and calendar have a zone` }]
      : []),
  ];
}

/** Its zone is UTC where none is given. */
function toWhen({ every, offset, cron, calendar, zone = 'UTC', on }: Fields): When | RangeError {
  if (typeof on === 'string') return { on };
  if (typeof cron === 'string') return { cron, zone: String(zone) };
  if (typeof calendar === 'string') {
    try {
      return { cron: readCalendar(calendar), zone: String(zone) };
    } catch (error) {
      if (error instanceof RangeError) return error;
      throw error;
    }
  }
  return { every: Number(every), ...(typeof offset === 'number' && { offset }) };
}

/** At the field that the message begins with. */
function placeTimesProblem({ calendar }: Fields, problem: string | undefined): EntryProblem[] {
  if (problem === undefined) return [];
  const [start = '', field = 'cron'] = /^(\w+): /.exec(problem) ?? [];
  const place = field === 'cron' && calendar !== undefined ? 'calendar' : field;
  return [{ path: [place], message: problem.slice(start.length) }];
}

interface ParsedRuns {
  readonly request: object;
  readonly problems: readonly EntryProblem[];
}

function parseRuns(asked: Fields, { pipeline, on }: Fields, options: ParseEntryOptions): ParsedRuns {
  const contract = options.pipelines.find(({ name }) => name === pipeline);
  if (contract === undefined) return { request: {}, problems: [] };
  const { request = {}, problems = [] } = parseRunRequest(contract, asked, {
    ...options,
    asker: 'schedule',
    durations: true,
  });
  const cycle = typeof on === 'string' && findCycle({ pipeline: contract.name, dataset: on }, options);
  const ofCycle = cycle ? [{ path: ['on'], message: `${cycle}: a cycle that would never end` }] : [];
  return { request, problems: [...problems.map(toEntryProblem), ...ofCycle] };
}

function toEntryProblem({ field, path = [field], message, choice }: InputProblem): EntryProblem {
  return { ...toProblem(path, message), ...(choice && { choice }) };
}

/** A message of the contracts begins with the fields that the path says already. */
function toProblem(path: Path, message: string): EntryProblem {
  const names = new Set(path.map(String));
  let rest = message;
  for (;;) {
    const [start, name = ''] = /^([\w-]+): /.exec(rest) ?? [];
    if (start === undefined || !names.has(name)) return { path, message: rest };
    rest = rest.slice(start.length);
  }
}

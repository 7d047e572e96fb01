import type { InputProblem, RunOverrides, RunRequest } from '@headrace/contracts';

/** Every field that a caller may give; `carried` is the run's own. */
const requestFields: Readonly<Record<keyof RunRequest<unknown>, true>> = {
  input: true,
  overrides: true,
  again: true,
  interval: true,
  schedule: true,
  incremental: true,
  after: true,
  replay: true,
  carried: true,
};
const overrideFields: Readonly<Record<keyof RunOverrides, true>> = {
  batch: true,
  activity: true,
  quarantineLimit: true,
};

/** What a request holds that means nothing: a field in the wrong place would be a default in silence. */
export function findUnknownFields(request: unknown): InputProblem[] {
  const { overrides } = (request ?? {}) as RunRequest<unknown>;
  return [
    ...findUnknown('request', requestFields, request),
    ...findUnknown('overrides', overrideFields, overrides),
  ];
}

function findUnknown(name: string, fields: Readonly<Record<string, true>>, given: unknown): InputProblem[] {
  if (given === undefined || given === null) return [];
  if (typeof given !== 'object' || Array.isArray(given))
    return [{ field: name, message: `${name}: ${JSON.stringify(given).slice(0, 80)} is not an object` }];
  const known = Object.keys(fields).filter((field) => field !== 'carried');
  return Object.keys(given)
    .filter((field) => !Object.hasOwn(fields, field))
    .map((field) => ({
      field,
      message: `${field}: no such field of the ${name}; there are ${known.join(', ')}`,
    }));
}

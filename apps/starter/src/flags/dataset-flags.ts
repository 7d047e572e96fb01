import {
  dependencyFields,
  schedulePolicies,
  validateInput,
  type Dependency,
  type InputSchema,
  type OnDataset,
} from '@headrace/contracts';

import { UsageError } from '../errors/usage-error.ts';
import { toFlagName, type Flag } from './flag.ts';
import { whenFlags } from './when-flags.ts';

/** `hacker_news_stories interval=same within=2h otherwise=fail`; `none` for no dependency at all. */
export const afterFlag: Flag = {
  name: '--after',
  repeated: true,
  field: {
    type: 'string',
    description:
      'a dataset to wait for: DATASET [interval=same|latest] [within=2h] [otherwise=fail|skip|use-latest], or none; ' +
      'may be given for several datasets',
  },
  shownDefault: "the pipeline's",
  parse: readAfter,
};

const { dataset: _first, interval, within, otherwise } = dependencyFields;

/** The clauses that may follow a dataset's name. */
const clauses: InputSchema<Omit<Dependency, 'dataset'>> = {
  interval: { ...interval, default: 'same' },
  within: { ...within, default: 2 * 3_600_000 },
  otherwise: { ...otherwise, default: 'fail' },
};

/** Parses the datasets to wait for. Throws `UsageError` that shows the mistake and a valid form. */
export function readAfter(given: string): Dependency[] {
  const texts = given.split(';').map((text) => text.trim());
  return texts.filter((text) => text !== '' && text !== 'none').map(readDependency);
}

function readDependency(text: string): Dependency {
  const [dataset = '', ...words] = text.split(/[\s,]+/);
  const fields = Object.fromEntries(words.map((word) => readClause(word, text)));
  const { input, problems } = validateInput(clauses, fields, { durations: true });
  if (problems) throw refuse(text, problems.map(({ message }) => message).join('; '));
  if (dataset.includes('=')) throw refuse(text, 'the dataset comes first');
  return { dataset, ...(input as unknown as Omit<Dependency, 'dataset'>) };
}

function readClause(word: string, text: string): [name: string, value: string] {
  const at = word.indexOf('=');
  if (at === -1) throw refuse(text, `${word} is not one of ${Object.keys(clauses).join('=, ')}=`);
  return [word.slice(0, at), word.slice(at + 1)];
}

function refuse(text: string, why: string): UsageError {
  return new UsageError(`--after: ${JSON.stringify(text)}: ${why}`);
}

/** In place of times. */
export const onFlag: Flag = {
  name: '--on',
  field: { type: 'string', minLength: 1, description: 'once for every new version of this dataset' },
};

const timed = [...whenFlags.map(({ name }) => name), ...Object.keys(schedulePolicies).map(toFlagName)];

/** The dataset to follow; `undefined` where none was given. Throws `UsageError` beside what goes with times alone. */
export function readOn(given: Readonly<Record<string, unknown>>): OnDataset | undefined {
  const on = given[onFlag.name];
  if (typeof on !== 'string') return undefined;
  const others = timed.filter((name) => given[name] !== undefined);
  if (others.length === 0) return { on };
  throw new UsageError(`--on: a dataset has no times, and ${others.join(' and ')} goes with times alone`);
}

/** A cron expression as the sets of values that its fields match. */
export interface CronFields {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  /** 1 is January. */
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly daysOfWeek: readonly number[];
}

interface FieldRule {
  readonly key: keyof CronFields;
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** From the field's first named value on; a prefix stands for the whole. */
  readonly names?: { readonly words: readonly string[]; readonly first: number; readonly letters: number };
}

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july'];
const laterMonths = ['august', 'september', 'october', 'november', 'december'];
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const rules: readonly FieldRule[] = [
  { key: 'seconds', name: 'second', least: 0, most: 59 },
  { key: 'minutes', name: 'minute', least: 0, most: 59 },
  { key: 'hours', name: 'hour', least: 0, most: 23 },
  { key: 'daysOfMonth', name: 'day of month', least: 1, most: 31 },
  {
    key: 'months',
    name: 'month',
    least: 1,
    most: 12,
    names: { words: [...months, ...laterMonths], first: 1, letters: 3 },
  },
  {
    key: 'daysOfWeek',
    name: 'day of week',
    least: 0,
    most: 7,
    names: { words: days, first: 0, letters: 2 },
  },
];

const shorthands: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/**
 * Reads what Temporal's server reads, and refuses what readers of cron disagree about. Throws `RangeError` that says
 * which field is wrong and what it may be.
 */
export function readCron(text: string): CronFields {
  const fields = splitFields(text);
  const values = rules.map((rule, index) => readField(rule, fields[index] ?? '*'));
  const [seconds = [], minutes = [], hours = [], daysOfMonth = [], ofYear = [], ofWeek = []] = values;
  const daysOfWeek = [...new Set(ofWeek.map((day) => day % 7))];
  if (daysOfMonth.length < 31 && daysOfWeek.length < 7) {
    throw new RangeError(
      `cron: ${quote(text)} has a day of month and a day of week, which some read as both and some as either; give * for one`,
    );
  }
  return { seconds, minutes, hours, daysOfMonth, months: ofYear, daysOfWeek };
}

/** Seconds first, without the year. */
function splitFields(text: string): readonly string[] {
  const trimmed = String(text).trim();
  const plain = shorthands[trimmed] ?? trimmed;
  refuseForeign(plain);
  const fields = plain.split(/\s+/);
  if (fields.length === 5) return ['0', ...fields];
  if (fields.length === 7) {
    if (fields[6] === '*') return fields.slice(0, 6);
    throw new RangeError(
      `cron: year: ${quote(fields[6])} ends some day, and the last interval with it; give *`,
    );
  }
  if (fields.length === 6) {
    throw new RangeError(
      `cron: ${quote(text)} has six fields, of which some take the first for seconds and some the last for the year; ` +
        'give five, or seven with both',
    );
  }
  throw new RangeError(
    `cron: ${quote(text)} is not an expression of five fields (minute, hour, day of month, month, day of week), ` +
      'such as 0 6 * * *, of seven (second first, year last), or one of ' +
      `${Object.keys(shorthands).join(', ')}`,
  );
}

function refuseForeign(text: string): void {
  if (/^@every\b/.test(text)) throw new RangeError(`cron: ${quote(text)} is no cron; give it as every`);
  if (/^(CRON_)?TZ=/.test(text)) throw new RangeError(`cron: ${quote(text)} names a zone; give it as zone`);
}

function readField(rule: FieldRule, text: string): readonly number[] {
  const values = text.split(',').flatMap((part) => readPart(rule, part));
  return [...new Set(values)].toSorted((left, right) => left - right);
}

/** `*`, `5`, `1-5`, each with `/2`: a single value with a step goes on to the field's end. */
function readPart(rule: FieldRule, part: string): number[] {
  const [range = '', step = '1', ...rest] = part.split('/');
  const by = readNumber(step);
  if (rest.length > 0 || by === undefined || by < 1) throw refusal(rule, part);
  const [from, to] = readRange(rule, { range, open: part.includes('/') }) ?? [];
  if (from === undefined || to === undefined) throw refusal(rule, part);
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}

function readRange(
  rule: FieldRule,
  { range, open }: { range: string; open: boolean },
): readonly [number, number] | undefined {
  if (range === '*') return [rule.least, rule.most];
  const [first = '', last, ...rest] = range.split('-');
  const from = readValue(rule, first);
  const to = last === undefined ? (open ? rule.most : from) : readValue(rule, last);
  if (rest.length > 0 || from === undefined || to === undefined || to < from) return undefined;
  return [from, to];
}

function readValue({ names, least, most }: FieldRule, text: string): number | undefined {
  const word = text.toLowerCase();
  const named =
    names && word.length >= names.letters ? names.words.findIndex((one) => one.startsWith(word)) : -1;
  const value = named === -1 ? readNumber(text) : named + (names?.first ?? 0);
  return value === undefined || value < least || value > most ? undefined : value;
}

function readNumber(text: string): number | undefined {
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}

function refusal({ name, least, most, names }: FieldRule, part: string): RangeError {
  const named = names ? ` or a name such as ${names.words[1]?.slice(0, 3).toUpperCase()}` : '';
  return new RangeError(
    `cron: ${name}: ${quote(part)} is not *, a number from ${least} to ${most}${named}, ` +
      'a range upwards such as 1-5, a list such as 1,3, or one of these with a step such as */2',
  );
}

function quote(text: string | undefined): string {
  return JSON.stringify(String(text).slice(0, 80));
}

import { hash } from './hash.ts';

/** A sentence with slots, ready to be filled. */
export interface Phrase {
  readonly head: string;
  readonly slots: readonly Slot[];
}

interface Slot {
  readonly name: string;
  readonly choices: readonly string[];
  /** The text behind it. */
  readonly tail: string;
}

const words: Readonly<Record<string, readonly string[]>> = {
  project: [
    'Lantern',
    'Quill',
    'Harbor',
    'Pebble',
    'Sundial',
    'Otter',
    'Trellis',
    'Kestrel',
    'Marrow',
    'Inkwell',
  ],
  adjective: [
    'fast',
    'tiny',
    'self-hosted',
    'type-safe',
    'open-source',
    'offline-first',
    'durable',
    'boring',
  ],
  thing: [
    'database',
    'compiler',
    'text editor',
    'message queue',
    'spreadsheet',
    'scheduler',
    'search engine',
    'web server',
    'file system',
    'terminal',
  ],
  technology: [
    'Postgres',
    'Rust',
    'TypeScript',
    'Go',
    'SQLite',
    'WebAssembly',
    'Linux',
    'Temporal',
    'Zig',
    'C++',
  ],
  verb: ['rewrote', 'replaced', 'outgrew', 'benchmarked', 'deleted', 'debugged', 'open-sourced', 'regretted'],
  topic: [
    'distributed systems',
    'the history of Unix',
    'garbage collection',
    'prime numbers',
    'sleep and memory',
    'remote work',
    'shipping containers',
    'the James Webb telescope',
    'floating-point arithmetic',
    'naïve caching – and why it works',
  ],
  company: ['Acme', 'Globex', 'Initech', 'Umbrella Labs', 'Hooli', 'Stark & Sons', 'Wayne Robotics'],
  role: ['founding engineer', 'database engineer', 'designer', 'site reliability engineer', 'data engineer'],
  city: ['Berlin', 'Lisbon', 'Toronto', 'Nairobi', 'São Paulo', 'Remote', 'Kyoto'],
  year: ['1972', '1986', '1999', '2008', '2014', '2019'],
  yearShort: ['09', '12', '17', '21', '24'],
};

/** Reads templates such as `We {verb} our {thing}`. Throws for a slot that there are no words for. */
export function toPhrases(templates: readonly string[]): readonly Phrase[] {
  return templates.map((template) => {
    const [head = '', ...rest] = template.split('{');
    return { head, slots: rest.map(toSlot) };
  });
}

function toSlot(text: string): Slot {
  const [name = '', tail = ''] = text.split('}');
  const choices = words[name];
  if (!choices) throw new Error(`no words for {${name}}; there are ${Object.keys(words).join(', ')}`);
  return { name: `:${name}`, choices, tail };
}

/** One of the phrases with its slots filled, decided by a started hash. */
export function writePhrase(phrases: readonly Phrase[], key: number): string {
  const { head, slots } = pick(phrases, hash(':template', key));
  let text = head;
  for (const { name, choices, tail } of slots) text += pick(choices, hash(name, key)) + tail;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The choice that falls to a hash. */
export function pick<Choice>(choices: readonly Choice[], bits: number): Choice {
  const choice = choices[bits % choices.length];
  if (choice === undefined) throw new RangeError('there is nothing to pick from: the choices are empty');
  return choice;
}

import { hash } from './hash.ts';

const projects = [
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
];
const adjectives = [
  'fast',
  'tiny',
  'self-hosted',
  'type-safe',
  'open-source',
  'offline-first',
  'durable',
  'boring',
];
const things = [
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
];
const technologies = [
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
];
const verbs = [
  'rewrote',
  'replaced',
  'outgrew',
  'benchmarked',
  'deleted',
  'debugged',
  'open-sourced',
  'regretted',
];
const topics = [
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
];
const companies = ['Acme', 'Globex', 'Initech', 'Umbrella Labs', 'Hooli', 'Stark & Sons', 'Wayne Robotics'];
const roles = [
  'founding engineer',
  'database engineer',
  'designer',
  'site reliability engineer',
  'data engineer',
];
const cities = ['Berlin', 'Lisbon', 'Toronto', 'Nairobi', 'São Paulo', 'Remote', 'Kyoto'];
const years = ['1972', '1986', '1999', '2008', '2014', '2019'];

export type Section = 'story' | 'show' | 'ask' | 'job' | 'poll';

const templates: Readonly<Record<Section, readonly string[]>> = {
  story: [
    'We {verb} our {thing} in {technology}',
    'What I learned about {topic}',
    'A {adjective} {thing} for {technology}',
    'The {thing} that changed {topic} ({year})',
    'Why {technology} is {adjective}',
    '{company} {verb} its "{adjective}" {thing}',
    '{topic}: an introduction [pdf]',
  ],
  show: [
    'Show HN: {project} – a {adjective} {thing} written in {technology}',
    'Show HN: I {verb} my {thing} with {technology}',
  ],
  ask: [
    'Ask HN: Is {technology} {adjective} enough for a {thing}?',
    'Ask HN: What are you reading about {topic}?',
    'Ask HN: Who {verb} a {thing} this year?',
  ],
  job: [
    '{company} (YC S{yearShort}) is hiring a {role} in {city}',
    '{company} is looking for a {role} ({city})',
  ],
  poll: ['Poll: What do you use as your {thing}?', 'Poll: Do you trust {technology}?'],
};

const words: Readonly<Record<string, readonly string[]>> = {
  project: projects,
  adjective: adjectives,
  thing: things,
  technology: technologies,
  verb: verbs,
  topic: topics,
  company: companies,
  role: roles,
  city: cities,
  year: years,
  yearShort: ['09', '12', '17', '21', '24'],
};

/** A title as a section of the site has them, decided by `seed`. */
export function writeTitle(section: Section, seed: string): string {
  const filled = pick(templates[section], `${seed}:template`).replaceAll(/\{(\w+)\}/g, (_, slot: string) =>
    pick(words[slot] ?? [slot], `${seed}:${slot}`),
  );
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

/** One of the choices, decided by `seed`. */
export function pick<Choice>(choices: readonly Choice[], seed: string): Choice {
  const choice = choices[hash(seed) % choices.length];
  if (choice === undefined) throw new RangeError('There is nothing to pick from: the choices are empty');
  return choice;
}

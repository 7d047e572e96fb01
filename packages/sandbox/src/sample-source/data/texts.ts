import { hash, startHash } from './hash.ts';
import { toPhrases, writePhrase, type Phrase } from './phrases.ts';

export type Section = 'story' | 'show' | 'ask' | 'job' | 'poll';

const titles: Readonly<Record<Section, readonly Phrase[]>> = {
  story: toPhrases([
    'We {verb} our {thing} in {technology}',
    'What I learned about {topic}',
    'A {adjective} {thing} for {technology}',
    'The {thing} that changed {topic} ({year})',
    'Why {technology} is {adjective}',
    '{company} {verb} its "{adjective}" {thing}',
    '{topic}: an introduction [pdf]',
  ]),
  show: toPhrases([
    'Show HN: {project} – a {adjective} {thing} written in {technology}',
    'Show HN: I {verb} my {thing} with {technology}',
  ]),
  ask: toPhrases([
    'Ask HN: Is {technology} {adjective} enough for a {thing}?',
    'Ask HN: What are you reading about {topic}?',
    'Ask HN: Who {verb} a {thing} this year?',
  ]),
  job: toPhrases([
    '{company} (YC S{yearShort}) is hiring a {role} in {city}',
    '{company} is looking for a {role} ({city})',
  ]),
  poll: toPhrases(['Poll: What do you use as your {thing}?', 'Poll: Do you trust {technology}?']),
};

/** A title as a section of the site has them, decided by a started hash. */
export function writeTitle(section: Section, key: number): string {
  return writePhrase(titles[section], key);
}

/** HTML as the API answers it. */
const sentences = toPhrases([
  'We {verb} our {thing} in {year} and never looked back.',
  'I don&#x27;t think {topic} is the whole story here.',
  'The {adjective} part isn&#x27;t the {thing}, it&#x27;s everything around it.',
  '{technology} has had this since {year}; people only noticed when {company} {verb} it.',
  'Have you looked at {technology}? For a {adjective} {thing} it goes a long way.',
  'In my experience a {adjective} {thing} beats a clever one, &quot;{topic}&quot; or not.',
  'Anybody who has run a {thing} in production will tell you the same.',
  '<i>The {thing} that changed everything</i> is a strong claim.',
  '{project} does something similar, but it is less {adjective}.',
]);

const options = toPhrases([
  '{technology}',
  'A {adjective} {thing}',
  'Whatever {company} uses',
  'None of them',
]);

/** One to four sentences, decided by a started hash. */
export function writeComment(key: number): string {
  const more = hash(':length', key) % 4;
  let text = writePhrase(sentences, startHash(':0', key));
  for (let number = 1; number <= more; number += 1) {
    const sentence = startHash(`:${number}`, key);
    text += (hash(':break', sentence) % 2 === 0 ? '<p>' : ' ') + writePhrase(sentences, sentence);
  }
  return text;
}

/** Writes the text of a poll's option, decided by a started hash. */
export function writeOption(key: number): string {
  return writePhrase(options, key);
}

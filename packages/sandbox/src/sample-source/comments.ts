import { hash, startHash } from './hash.ts';
import { toPhrases, writePhrase } from './phrases.ts';

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

/** What a poll's option stands for, decided by a started hash. */
export function writeOption(key: number): string {
  return writePhrase(options, key);
}

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

import { expect, test } from 'vitest';

import { findRelapses } from '../../scripts/words/find-relapses.ts';

test.each([
  ['/** What the run has. */', /begins with "What"/],
  ['/** The same for a shard. */', /begins with "The same"/],
  ['// See `Store.x`.', /begins with "See"/],
  ['// One that came since with an older one of those.', /4 of 10 words are pronouns/],
  [`/** ${'word '.repeat(25)}more. */`, /a sentence has 26 words/],
  ['function createPermits() {}', /createPermits: .* Permits: Reservations/],
  ['const keeper = 1;', /keeper: the glossary/],
  ["describe('Says what a run is at');", /begins with "Says what"/],
])('%s is found', (text, problem) => {
  expect(findRelapses({ path: 'a.ts', text })).toEqual([
    { path: 'a.ts', line: 1, problem: expect.stringMatching(problem) },
  ]);
});

test('a comment of several lines is one, and is found at its first', () => {
  const text = 'const a = 1;\n\n// A run is one of those\n// that this one is of.\n';
  expect(findRelapses({ path: 'a.ts', text })).toMatchObject([
    { line: 3, problem: expect.stringMatching(/^5 of 11 /) },
  ]);
});

test.each([
  '/** Lands a batch, chunk by chunk. Each chunk is one transaction. */',
  '// Whatever a worker has claimed stays claimed.',
  '// @ts-expect-error: what this is, is wrong on purpose',
  'const inFlight = 2;',
  'const demanding = true;',
])('nothing is wrong with: %s', (text) => {
  expect(findRelapses({ path: 'a.ts', text })).toEqual([]);
});

import { expect, test } from 'vitest';

import { nextLock } from '../../scripts/contracts/next-lock.ts';
import { edit, limit, lock } from '../support/edit-lock.ts';

const { accepted: _accepted, ...kept } = lock;
const { accepted: _of, ...wider } = edit({ [`${limit}/maximum`]: 1_000 });
const { accepted: _it, ...narrower } = edit({ [`${limit}/maximum`]: 100 });
const change = 'maximum of the input limit of the pipeline hacker-news: was 500 and is 100';

test('the first lock is written as it is', () => {
  expect(nextLock({ kept: undefined, today: kept })).toEqual({ lock: kept, additions: [] });
});

test('a compatible change is written and named', () => {
  expect(nextLock({ kept, today: wider })).toEqual({
    lock: wider,
    additions: ['maximum of the input limit of the pipeline hacker-news: was 500 and is 1000'],
  });
});

test('a breaking change is refused with what it breaks', () => {
  const { refusal } = nextLock({ kept, today: narrower });
  expect(refusal).toContain(`- ${change}\n  breaks   callers and schedules`);
  expect(refusal).toContain('Nothing was written.');
});

test('an accepted break is written with its reason, and the reason stays', () => {
  const next = nextLock({ kept, today: narrower, reason: 'no release had it' });
  const accepted = [{ reason: 'no release had it', changes: [change] }];
  expect(next).toMatchObject({ lock: { accepted } });
  const later = nextLock({ kept: { ...narrower, accepted }, today: narrower });
  expect(later).toEqual({ lock: { ...narrower, accepted }, additions: [] });
});

test.each(['', ' '])("an accepted break without a reason ('%s') is refused", (reason) => {
  expect(nextLock({ kept, today: narrower, reason }).refusal).toContain('give a reason');
});

import { expect, test } from 'vitest';

import { runHeadrace } from '../../support/run-headrace.ts';

const env: NodeJS.ProcessEnv = { ...process.env, TEMPORAL_ADDRESS: '127.0.0.1:1' };

const wrong: [string, RegExp][] = [
  ['prune', /missing --older-than: how long ago a run has to have ended, such as 90d/],
  ['prune --dry-run', /missing --older-than/],
  [
    'prune --older-than 90',
    /--older-than: "90" is not a duration from 1d to 36500d, such as 500ms, 30s, 10m, 2h or 3d/,
  ],
  ['prune --older-than 3months', /--older-than: "3months" is not a duration from 1d to 36500d, such as /],
  ['prune --older-than 90m', /--older-than: "90m" is not a duration from 1d to 36500d/],
  ['prune --older-than 40000d', /--older-than: "40000d" is not a duration from 1d to 36500d/],
  [
    'prune --older-than 90d --pipeline haker-news',
    /there is no pipeline "haker-news"; did you mean hacker-news\?/,
  ],
];

test.each(wrong)('%s is refused with exit code 2 before anything connects', async (line, message) => {
  const { code, stdout, stderr } = await runHeadrace(line.split(' '), env);
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

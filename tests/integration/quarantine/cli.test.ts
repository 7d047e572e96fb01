import { expect, test } from 'vitest';

import { runHeadrace } from '../../support/run-headrace.ts';

const env: NodeJS.ProcessEnv = { ...process.env, TEMPORAL_ADDRESS: '127.0.0.1:1' };

const wrong: [string, RegExp][] = [
  ['quarantine', /missing command/],
  ['quarantine lst', /unknown command 'lst'; did you mean list\?/],
  ['quarantine list --reason broken', /--reason: "broken" is not one of refused, malformed, /],
  ['quarantine list --pipeline haker-news', /there is no pipeline "haker-news"; did you mean hacker-news\?/],
  ['quarantine list --limit 0', /--limit: 0 is not an integer of at least 1/],
  ['quarantine show', /missing --run and --key/],
  ['quarantine show --run mine', /missing --key/],
  ['quarantine replay --reason refused', /missing --run/],
  ['quarantine replay --run mine --chunk-size 0', /--chunk-size: 0 is not an integer from 1 to 5000/],
  ['quarantine discard --yes', /nothing says which items: give --run, --pipeline, --reason, --key/],
  ['quarantine discard --run mine', /there is no terminal to ask at; --yes discards without asking/],
];

test.each(wrong)('%s is refused with exit code 2 before anything connects', async (line, message) => {
  const { code, stdout, stderr } = await runHeadrace(line.split(' '), env);
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

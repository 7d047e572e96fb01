import { readFileSync } from 'node:fs';

import { pipelines } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { createSchedulesSchema } from '../../apps/starter/src/schedules-file/schema.ts';
import { readSchedules } from '../../apps/starter/src/schedules-file/read-schedules.ts';

test.each([
  ['the example', readFrom('examples/schedules.yaml')],
  ['the how-to', /```yaml\n(.*?)```/s.exec(readFrom('docs/how-to/schedules-as-code.md'))?.[1] ?? ''],
])('the schedules of %s are valid', (_, text) => {
  const { schedules, problems } = readSchedules(text, pipelines);
  expect(problems).toBeUndefined();
  expect(schedules?.length).toBeGreaterThan(0);
});

test('the published schema knows the input of every pipeline', () => {
  const text = JSON.stringify(createSchedulesSchema(pipelines));
  for (const { name, input } of pipelines) {
    expect(text).toContain(JSON.stringify({ pipeline: { const: name } }));
    for (const { description } of Object.values(input)) expect(text).toContain(JSON.stringify(description));
  }
});

function readFrom(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

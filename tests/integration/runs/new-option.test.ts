import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const optionFile = 'packages/contracts/src/run/run-request.ts';
const planFile = 'packages/activities/src/landing/run.ts';

/** An option that no run has: the plan lists so many keys at most. */
const edits: readonly (readonly [file: string, before: string, after: string])[] = [
  [
    optionFile,
    'readonly incremental?: boolean;',
    'readonly incremental?: boolean;\n  readonly mostKeys?: number;',
  ],
  [
    optionFile,
    "'input' | 'after' | 'incremental' | 'overrides'",
    "'input' | 'after' | 'incremental' | 'overrides' | 'mostKeys'",
  ],
  [optionFile, "'incremental' | 'replay';", "'incremental' | 'replay' | 'mostKeys';"],
  [
    optionFile,
    '  overrides: {\n    askers',
    `  mostKeys: {
    askers: scheduledRun,
    identifies: true,
    description: 'how many keys are listed at most',
    field: { type: 'integer', minimum: 1 },
  },
  overrides: {
    askers`,
  ],
  [planFile, 'limits.keysPerShard);', 'limits.keysPerShard, request.mostKeys ?? Infinity);'],
];

describe('an option that is added in two files', () => {
  const copy = mkdtempSync(join(tmpdir(), 'headrace-option-'));
  afterAll(() => rmSync(copy, { recursive: true }));

  beforeAll(() => {
    for (const folder of ['packages', 'apps']) {
      cpSync(join(root, folder), join(copy, folder), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !/\/(?:dist|\.turbo)$|\.test\.ts$/.test(path),
      });
    }
    for (const file of ['node_modules', 'package.json', 'tsconfig.base.json', 'pnpm-workspace.yaml']) {
      symlinkSync(join(root, file), join(copy, file));
    }
    for (const [file, before, after] of edits) {
      const code = readFileSync(join(copy, file), 'utf8');
      if (code.split(before).length !== 2) throw new Error(`${file} has not once: ${before}`);
      writeFileSync(
        join(copy, file),
        code.replace(before, () => after),
      );
    }
  });

  test('is checked by the compiler in what plans, starts and schedules', () => {
    const tsc = join(root, 'node_modules/.bin/tsc');
    const problems = ['packages/activities', 'packages/workflows', 'apps/starter'].map(
      (folder) => spawnSync(tsc, ['-p', join(copy, folder)], { encoding: 'utf8' }).stdout,
    );
    expect(problems).toEqual(['', '', '']);
  });

  test('is a flag with help, is checked, and is asked of runs, schedules and backfills', () => {
    const found = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '--eval', probe], {
        cwd: copy,
        encoding: 'utf8',
      }),
    ) as Record<string, unknown>;
    expect(found).toEqual({
      flag: '--most-keys: how many keys are listed at most',
      dryRun: { pipeline: 'hacker-news', mostKeys: 3, input: { feed: 'top', limit: 10 } },
      refusal: '--most-keys: 0 is not an integer of at least 1',
      schema: { type: 'integer', minimum: 1, description: 'how many keys are listed at most' },
      file: 4,
      fileProblem: '5:5 schedules.daily.mostKeys: 0 is not an integer of at least 1',
      schedule: { input: {}, mostKeys: 5 },
      backfill: { input: {}, mostKeys: 6 },
      identity: ['mostKeys was null, and is 7 here'],
      plan: { input: { feed: 'top', limit: 10 }, mostKeys: 8 },
      details: '- mostKeys: `9`',
    });
  });
});

/** Asks the copy for what follows from the option's line, without a server. */
const probe = `
import { hackerNews, pipelines, toRunIdentity, compareRunIdentities, parseRunRequest, toPlannedOptions, toRunSpec } from './packages/contracts/src/index.ts';
import { toRequest } from './packages/client/src/schedules/timed/temporal-schedule.ts';
import { toBackfillRequest } from './packages/client/src/backfills/backfill-request.ts';
import { toStaticDetails } from './packages/client/src/temporal/user-metadata.ts';
import { readSchedules } from './apps/starter/src/schedules-file/read-schedules.ts';
import { createSchedulesSchema } from './apps/starter/src/schedules-file/schema.ts';
import { readFlags } from './apps/starter/src/flags/flag.ts';
import { runFlags, readStartOptions } from './apps/starter/src/flags/run-flags.ts';
import { formatRequest } from './apps/starter/src/output/runs/outcome.ts';

const flags = runFlags({ contract: hackerNews });
const flag = flags.find(({ path }) => path.includes('mostKeys'));
const file = (keys) => ['schedules:', '  daily:', '    pipeline: hacker-news', '    every: 1d', '    mostKeys: ' + keys].join('\\n');
const [problem] = readSchedules(file(0), pipelines).problems;
const caught = (work) => { try { work(); } catch (error) { return error.message; } };
console.log(JSON.stringify({
  flag: flag.name + ': ' + flag.field.description,
  dryRun: JSON.parse(formatRequest(hackerNews, readStartOptions(hackerNews, { mostKeys: '3' }))),
  refusal: caught(() => readFlags(flags, { mostKeys: '0' })),
  schema: createSchedulesSchema(pipelines).properties.schedules.additionalProperties.properties.mostKeys,
  file: readSchedules(file(4), pipelines).schedules[0].mostKeys,
  fileProblem: problem.line + ':' + problem.column + ' ' + problem.path + ': ' + problem.message,
  schedule: toRequest({ name: 'daily', pipeline: 'hacker-news', when: { every: 1000 }, mostKeys: 5 }).request,
  backfill: toBackfillRequest({ pipelines }, hackerNews, { from: '2026-01-01', to: '2026-01-02', every: 'day', mostKeys: 6 }).request,
  identity: compareRunIdentities(toRunIdentity(hackerNews, {}), toRunIdentity(hackerNews, { mostKeys: 7 })),
  plan: toPlannedOptions(toRunSpec(hackerNews, parseRunRequest(hackerNews, { mostKeys: 8 }, { pipelines }).request)),
  details: toStaticDetails(hackerNews, { mostKeys: 9 }).split('\\n').at(-1),
}));
`;

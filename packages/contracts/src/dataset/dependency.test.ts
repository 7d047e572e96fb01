import { describe, expect, test } from 'vitest';

import { limits } from '../limits.ts';
import type { AnyPipelineContract } from '../pipeline/pipeline.ts';
import { pipelines } from '../pipeline/registry.ts';
import { hackerNews } from '../pipelines/hacker-news.ts';
import { checkDependencies, findCycle, type Dependency } from './dependency.ts';

function dependency(dataset: string, other: Partial<Dependency> = {}): Dependency {
  return { dataset, interval: 'latest', within: 0, otherwise: 'fail', ...other };
}

/** `a` lands in `a_rows`. */
function pipeline(name: string, ...needs: string[]): AnyPipelineContract {
  const dataset = { name: `${name}_rows`, columns: {} };
  return { ...hackerNews, name, dataset, after: needs.map((need) => dependency(`${need}_rows`)) };
}

test.each(pipelines)('$name waits for datasets there are, in no circle', ({ name, after = [] }) => {
  expect(checkDependencies(name, { after, pipelines }).problems).toEqual([]);
});

describe('what a run may wait for', () => {
  const all = [pipeline('a', 'b'), pipeline('b', 'c'), pipeline('c'), pipeline('d', 'a', 'c')];

  function problems(name: string, after: unknown, interval?: null): string[] {
    const check = { after: after as Dependency[], pipelines: all, ...(interval === null && { interval }) };
    return checkDependencies(name, check).problems.map(({ message }) => message);
  }

  test('is what others land', () => {
    expect(problems('d', [dependency('b_rows'), dependency('c_rows')])).toEqual([]);
  });

  test('is nothing that takes longer than a timer may', () => {
    const [problem] = problems('d', [dependency('b_rows', { within: Number.MAX_SAFE_INTEGER })]);
    expect(problem).toBe(
      `after: within: 9007199254740991 is not an integer from 0 to ${limits.dependencyWait}, in ms`,
    );
  });

  test('is no dataset that nobody lands', () => {
    expect(problems('a', [dependency('things')])).toEqual([
      'after: there is no dataset "things"; there are a_rows, b_rows, c_rows, d_rows',
    ]);
  });

  test('is not its own dataset, however far around', () => {
    expect(problems('c', [dependency('c_rows')])[0]).toContain('c needs c_rows, which c lands');
    expect(problems('c', [dependency('d_rows')])[0]).toContain(
      'c needs d_rows, which d lands, which needs a_rows, which a lands, which needs b_rows, which b lands, which needs c_rows, which c lands',
    );
  });

  test('is named once, and wholly', () => {
    expect(problems('d', [dependency('b_rows'), dependency('b_rows')])).toEqual([
      'after: b_rows is named twice; name a dataset once',
    ]);
    expect(problems('d', [{ dataset: 'b_rows', interval: 'next', within: -1, otherwise: 'fail' }])).toEqual([
      'after: interval: "next" is not one of same, latest',
      'after: within: -1 is not an integer from 0 to 31536000000, in ms',
    ]);
    expect(problems('d', 'b_rows')).toEqual(['after: is not a list of dependencies']);
    expect(problems('d', [null])).toEqual(['after: input: null is not an object']);
  });

  test('is of the same interval only where there is one', () => {
    const after = [dependency('b_rows', { interval: 'same' })];
    expect(problems('d', after)).toEqual([]);
    expect(problems('d', after, null)).toEqual([
      'interval: missing; b_rows is needed of the same interval, so give one, or wait for the latest',
    ]);
  });

  test('counts what subscriptions and schedules need', () => {
    const needs = [{ pipeline: 'c', dataset: 'd_rows' }];
    expect(findCycle({ pipeline: 'd', dataset: 'c_rows' }, { pipelines: all })).toBeUndefined();
    expect(findCycle({ pipeline: 'd', dataset: 'c_rows' }, { pipelines: all, needs })).toBe(
      'd needs c_rows, which c lands, which needs d_rows, which d lands',
    );
  });
});

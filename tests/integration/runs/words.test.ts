import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { createActivities, systemClock } from '@headrace/activities';
import { createHeadraceClient, type RunWords } from '@headrace/client';
import { hackerNews, type CountWordsRequest, type WordCount } from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runHeadrace, type CommandEnd } from '../../support/run-headrace.ts';
import { withWorkers } from '../../support/test-workers.ts';
import { startTitlesStore, type TitlesStore } from '../../support/titles-store.ts';

type Activities = ReturnType<typeof createActivities>;

const records = new URL('../../../../shared/data/hacker-news/items.jsonl.gz', import.meta.url);
const missing = !existsSync(records);
const first = { runId: 'first', pipeline: 'hacker-news', field: 'title', limit: 10 };

let titles: TitlesStore;
let activities: Activities;

beforeAll(async () => {
  titles = await startTitlesStore();
  await titles.land('first', ['Durable queues', 'Durable <workflows> & queues', 'L’été durable']);
  await titles.land('second', ['Another run']);
  const { store } = titles;
  activities = createActivities({ sources: new Map(), store, clock: systemClock, progressTimeout: 60_000 });
});
afterAll(() => titles?.[Symbol.asyncDispose]());

function count(request: Partial<CountWordsRequest>): Promise<WordCount[]> {
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  return environment.run(activities.countWords, { ...first, ...request });
}

describe('counting the words of a run', () => {
  test.each([
    [{}, "durable 3, queues 2, l'été 1, workflows 1"],
    [{ language: 'fr' }, 'durable 3, queues 2, workflows 1'],
    [{ minimumLength: 8 }, 'workflows 1'],
    [{ limit: 1 }, 'durable 3'],
    [{ field: 'by' }, 'reader0 2, reader1 1'],
    [{ field: 'url' }, ''],
  ] as const)('%j gives "%s"', async (request, words) => {
    expect((await count(request)).map(({ word, count: times }) => `${word} ${times}`).join(', ')).toBe(words);
  });

  test.each([
    [{ field: 'score' }, 'hacker_news_stories has no text column "score"; there are type, title, by, url'],
    [{ language: 'xx' }, 'language: "xx" is not one of none, ar, '],
    [{ limit: 501 }, 'limit: 501 is not an integer from 1 to 500'],
  ])('%j is refused for good', async (request, message) => {
    await expect(count(request as Partial<CountWordsRequest>)).rejects.toMatchObject({
      type: 'InvalidInput',
      nonRetryable: true,
      message: expect.stringContaining(message),
    });
  });

  test('the twenty most frequent words of all recorded titles are those of an independent count', async ({
    skip,
  }) => {
    skip(missing, 'the recorded data in ../shared is not there');
    const lines = gunzipSync(readFileSync(records)).toString('utf8').trim().split('\n');
    const recorded = lines.map((line) => (JSON.parse(line) as { title: string }).title);
    expect(recorded).toHaveLength(14_990);
    await titles.land('recorded', recorded);
    expect(await count({ runId: 'recorded', limit: 20 })).toEqual(countByExpression(recorded).slice(0, 20));
  });
});

describe('headrace words', () => {
  let server: TemporalServer;
  let env: NodeJS.ProcessEnv;
  let folder: string;

  beforeAll(async () => {
    server = await startTemporalServer();
    env = { ...process.env, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'default' };
    folder = await mkdtemp(join(tmpdir(), 'headrace-words-'));
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true });
  });

  function words(line: string): Promise<CommandEnd> {
    return runHeadrace(['words', ...line.split(' ')], env);
  }

  function withStore<Result>(story: () => Promise<Result>): Promise<Result> {
    return withWorkers(server.address, activities, story);
  }

  test('prints bars, or one document, of the latest run or another', async () => {
    await withStore(async () => {
      expect(await words('hacker-news --run first --top 2')).toEqual({
        code: 0,
        stdout: `durable  3  ${'█'.repeat(48)}\nqueues   2  ${'█'.repeat(32)}\n`,
        stderr: '2 words of hacker_news_stories.title, run first\n',
      });
      const { stdout } = await words('hacker-news --run second --json');
      expect(JSON.parse(stdout)).toEqual({
        dataset: 'hacker_news_stories',
        runId: 'second',
        column: 'title',
        words: [{ word: 'run', count: 1 }],
      } satisfies RunWords);
    });
  });

  test('--svg writes the same picture for the same seed, another for another', async () => {
    const draw = async (name: string, seed: number): Promise<string> => {
      const file = join(folder, name);
      const { code, stderr } = await words(`hacker-news --run first --svg ${file} --seed ${seed}`);
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`is in ${file}\n`) });
      return readFile(file, 'utf8');
    };
    await withStore(async () => {
      const [one, same, other] = [await draw('1.svg', 3), await draw('2.svg', 3), await draw('3.svg', 4)];
      expect(one).toMatch(/^<svg .*>durable<\/text>.*<\/svg>\n$/s);
      expect(one).toContain('hacker_news_stories.title, run first');
      expect(same).toBe(one);
      expect(other).not.toBe(one);
    });
    expect((await readdir(folder)).toSorted()).toEqual(['1.svg', '2.svg', '3.svg']);
  });

  test('without a run id the client counts the latest concluded run, and says which', async () => {
    const connection = await Connection.connect({ address: server.address });
    const client = createHeadraceClient({ client: new Client({ connection }) });
    try {
      await withStore(async () => {
        await titles.land('latest', ['Latest news']);
        expect(await client.words(hackerNews)).toMatchObject({
          runId: 'latest',
          words: [{ word: 'latest' }, { word: 'news' }],
        });
      });
      await expect(client.words(hackerNews, { column: 'score', limit: 0 })).rejects.toThrow(
        /hacker-news refused its input: column: .* no text column "score"; .*; limit: 0 is not an integer from 1/,
      );
    } finally {
      await connection.close();
    }
  });

  test('a run that is not there is exit code 2', async () => {
    const { code, stderr } = await withStore(() => words('hacker-news --run nowhere'));
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'headrace: no run nowhere of hacker-news in the store\n',
    });
  });

  const wrong: [string, RegExp][] = [
    [
      'hacker-news --column score',
      /--column: .* has no text column "score"; there are type, title, by, url$/m,
    ],
    ['hacker-news --language xx', /--language: "xx" is not one of none, ar, /],
    ['hacker-news --top 0', /--top: 0 is not an integer from 1 to 500/],
    [
      'hacker-news --svg /no/such/cloud.svg',
      /cannot write \/no\/such\/cloud\.svg: there is no folder \/no\/such$/m,
    ],
    ['hacker-nws', /did you mean hacker-news\?/],
  ];

  test.each(wrong)('%s is refused with exit code 2 before anything connects', async (line, message) => {
    const nowhere = { ...env, TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const { code, stdout, stderr } = await runHeadrace(['words', ...line.split(' ')], nowhere);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

/**
 * Words by a regular expression, whose rules differ from Unicode's segmentation in the tail alone: it joins at a colon
 * and an underscore whatever stands beside them, and numbers at no comma (16 words of 17,227, none above 7 times).
 */
function countByExpression(texts: readonly string[]): WordCount[] {
  const counts: Record<string, number> = {};
  for (const text of texts) {
    const parts = text.replaceAll('’', "'").toLowerCase().split(/\s/);
    const plain = parts.filter((part) => !/(?:^|\W)(?:https?:\/\/|www\.)/.test(part)).join(' ');
    for (const [found] of plain.matchAll(/[\p{L}\p{N}\p{M}]+(?:['._:][\p{L}\p{N}\p{M}]+)*/gu)) {
      const word = found.replace(/'(?:s|d|m|re|ve|ll)$/, '');
      if (word.length < 2 || stopWords.has(word) || !/\p{L}/u.test(word)) continue;
      counts[word] = (counts[word] ?? 0) + 1;
    }
  }
  const words = Object.entries(counts).map(([word, times]) => ({ word, count: times }));
  return words.toSorted((one, other) => other.count - one.count || (one.word < other.word ? -1 : 1));
}

const stopWords = new Set(
  `
    a about after all also am an and another any are aren't as at be because been before being between both but by
    came can can't come could couldn't did didn't do does doesn't doing don't done each for from get got had hadn't
    has hasn't have haven't he her here him himself his how i if in into is isn't it its just let like make many me
    might mightn't more most much must mustn't my needn't never no nor not now of off on once only or other our out
    over said same shall shan't should shouldn't since so some still such take than that the their them then there
    these they this those through to too under until up us very was wasn't way we well were weren't what when where
    whether which while who why will with won't would wouldn't yet you your
`
    .trim()
    .split(/\s+/),
);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import type { RunResult, Topic } from '@headrace/contracts';
import { startSampleSource, type SampleSourceOptions } from '@headrace/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startPipelineRig, type PipelineRig } from '../../support/pipeline-rig.ts';
import { until } from '../../support/until.ts';

interface Printed {
  readonly runId: string;
  readonly result: RunResult<Topic>;
}

const shared = new URL('../../../../shared/', import.meta.url);
const replay = fileURLToPath(new URL('tools/replay.mjs', shared));

describe('the pipeline discourse-topics', () => {
  let rig: PipelineRig;

  beforeAll(async () => {
    rig = await startPipelineRig({ topics: 95 });
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());

  function run(flags: string): Promise<Printed> {
    return rig.cli<Printed>(`run discourse-topics ${flags}`);
  }

  /** How often each topic was asked for. */
  function asked(ids: readonly number[]): number[] {
    return ids.map((id) => rig.source.requests(`t/${id}`));
  }

  describe.skipIf(!existsSync(replay))('over recorded topics (skipped without ../shared)', () => {
    let server: ReturnType<typeof spawn>;
    let forum = '';

    beforeAll(async () => {
      server = spawn(process.execPath, [replay], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(createInterface(server.stdout!), 'line')) as [string];
      forum = line.replace('listening ', '');
    });
    afterAll(async () => {
      server.kill();
      await once(server, 'exit');
    });

    it.each([
      [1, 30],
      [5, 150],
    ])('shows the ten most viewed of the %i latest pages', async (pages, topics) => {
      const latest = readRecords().slice(0, topics);
      const { result } = await run(`--pages ${pages} --forum ${forum}`);
      expect(result.summary).toMatchObject({ listed: topics, landed: topics, absent: 0, quarantined: 0 });
      const wanted = latest
        .toSorted((one, other) => other.views - one.views || one.id - other.id)
        .slice(0, 10);
      expect(result.rows).toEqual(wanted.map((record) => toRow(record, forum)));
      expect(result.words).toContainEqual(mostFrequent(latest));
      expect(result.summary.watermark).toBe(latest[0]!.last_posted_at);
    });

    it('keeps the topics of two forums apart in one dataset', async () => {
      await using other = await startForum();
      await run(`--pages 1 --forum ${other.url}`);
      const forums = await rig.sql(
        `select forum, count(*)::int as topics, bool_and(_key = forum || '/t/' || id) as keyed
         from discourse_topics group by 1`,
      );
      expect(forums).toContainEqual({ forum, topics: 150, keyed: true });
      expect(forums).toContainEqual({ forum: other.url, topics: 30, keyed: true });
    });
  });

  describe('only what is new', () => {
    it('fetches the topics that were changed and added since the run before, and lands all of them', async () => {
      const { topics } = rig.source;
      const first = await run('--incremental --pages 2');
      expect(first.result.summary).toMatchObject({ listed: 60, landed: 60 });
      const known = topics.list();
      const before = new Map(known.map((id) => [id, asked([id])[0]]));

      const changed = [known[20]!, known[80]!];
      for (const id of changed) topics.post(id);
      const added = [topics.open(), topics.open()];
      const news = [...changed, ...added];
      const second = await run('--incremental');
      // The watermark's own topic is within the overlap.
      const fetched = topics.list().filter((id) => asked([id])[0] !== (before.get(id) ?? 0));
      expect(fetched.toSorted()).toEqual([...news, known[0]!].toSorted());
      expect(second.result.summary).toMatchObject({ listed: 5, landed: 5, quarantined: 0 });
      expect(second.result.summary.watermark).toBe(topics.topic(added[1]!)!.last_posted_at);
      const rows = await rig.sql<{ id: string; posts: string }>(
        'select id, posts from discourse_topics where forum = $1 and id = any($2) order by id',
        [rig.source.url, news],
      );
      const truth = news.toSorted((one, other) => one - other).map((id) => topics.topic(id)!);
      expect(rows.map(({ id, posts }) => [Number(id), Number(posts)])).toEqual(
        truth.map(({ id, posts_count }) => [id, posts_count]),
      );
    });

    it('is fetched again after a run that was killed before it concluded', async () => {
      const { topics } = rig.source;
      const [head] = topics.list();
      const news = [topics.open(), topics.open(), topics.open()];
      rig.source.setFaults([{ keys: `t/${news[0]}`, fault: 'hang' }]);
      const killed = await rig.cli<Printed>('start discourse-topics --incremental --id killed');
      await until(
        () => asked(news),
        (requests) => requests.every((count) => count > 0),
      );
      await rig.temporal.workflow.getHandle(killed.runId).terminate();
      rig.source.setFaults([]);

      const { result } = await run('--incremental');
      expect(result.summary).toMatchObject({ listed: 4, landed: 4 });
      expect(asked(news).every((count) => count >= 2)).toBe(true);
      expect(result.rows.map(({ id }) => id).toSorted()).toEqual([...news, head!].toSorted());
      expect((await run('--incremental')).result.summary).toMatchObject({ listed: 1 });
    });

    it('is left to the next run by one that leaves a gap', async () => {
      const { topics } = rig.source;
      const known = topics.list();
      for (const id of known.slice(30, 70)) topics.post(id);
      await run('--pages 1');
      const { result } = await run('--incremental');
      expect(result.summary).toMatchObject({ listed: 41 });
    });

    it('is refused where the pipeline has no watermark, and with what contradicts it', async () => {
      await expect(rig.cli('run hacker-news --incremental')).rejects.toThrow(
        /unknown option '--incremental'/,
      );
      const archive = rig.cli('run hacker-news-archive --incremental --from 1 --to 3');
      await expect(archive).rejects.toThrow(/to: given with incremental/);
      const dry = rig.cli('run hacker-news-archive --incremental --from 1 --to 3 --dry-run');
      await expect(dry).rejects.toThrow(/to: given with incremental/);
    });
  });

  it('lists each topic once while people post between the pages', async () => {
    await using busy = await startForum({ postsPerPage: 3 });
    const { result } = await run(`--pages 5 --forum ${busy.url}`);
    const [{ rows }] = (await rig.sql('select count(*)::int as rows from discourse_topics where forum = $1', [
      busy.url,
    ])) as [{ rows: number }];
    expect(result.summary).toMatchObject({ listed: 150, landed: 150 });
    expect(rows).toBe(150);
  });
});

/** A forum of 150 topics. */
async function startForum(options: SampleSourceOptions = {}): Promise<{ url: string } & AsyncDisposable> {
  const source = await startSampleSource({ topics: 150, ...options });
  return { url: source.url, [Symbol.asyncDispose]: () => source.close() };
}

interface Recorded {
  readonly id: number;
  readonly title: string;
  readonly slug: string;
  readonly views: number;
  readonly like_count: number;
  readonly reply_count: number;
  readonly posts_count: number;
  readonly created_at: string;
  readonly last_posted_at: string;
}

function readRecords(): Recorded[] {
  const file = fileURLToPath(new URL('data/discourse/topics.jsonl.gz', shared));
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Recorded);
}

function toRow(record: Recorded, forum: string): Topic {
  return {
    forum,
    id: record.id,
    title: record.title,
    url: `${forum}/t/${record.slug}/${record.id}`,
    views: record.views,
    likes: record.like_count,
    replies: record.reply_count,
    posts: record.posts_count,
    createdAt: record.created_at,
    lastPostedAt: record.last_posted_at,
  };
}

/** The most frequent long word of the titles that stands alone: none of those is a stop word. */
function mostFrequent(records: readonly Recorded[]): { word: string; count: number } {
  const counts = new Map<string, number>();
  for (const { title } of records) {
    for (const word of title.toLowerCase().match(/(?<![\w:])[a-z]{7,}(?![\w:])/g) ?? []) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const [[word, count] = ['', 0]] = [...counts].toSorted(([, one], [, other]) => other - one);
  return { word, count };
}

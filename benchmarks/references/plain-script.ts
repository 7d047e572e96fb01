import { Client } from 'pg';

export interface PlainScriptOptions {
  /** The source's base URL. */
  readonly source: string;
  readonly databaseUrl: string;
  readonly limit: number;
  readonly concurrency: number;
}

/** What one writes in an afternoon: fetch the list, fetch the items, upsert the rows. Answers with the rows stored. */
export async function runPlainScript(options: PlainScriptOptions): Promise<number> {
  const keys = (await getJson<number[]>(`${options.source}/v0/topstories.json`)).slice(0, options.limit);
  const stories: Item[] = [];
  const waiting = keys.values();

  async function work(): Promise<void> {
    for (const key of waiting) {
      const item = await getJson<Item | null>(`${options.source}/v0/item/${key}.json`);
      if (item && !item.deleted && !item.dead) stories.push(item);
    }
  }

  await Promise.all(Array.from({ length: options.concurrency }, work));
  await store(options.databaseUrl, stories);
  return stories.length;
}

interface Item {
  id: number;
  title: string;
  by: string;
  url?: string;
  score: number;
  time: number;
  deleted?: boolean;
  dead?: boolean;
}

async function getJson<Body>(url: string): Promise<Body> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}`);
  return (await response.json()) as Body;
}

async function store(connectionString: string, stories: Item[]): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(`create table if not exists plain_stories
    (id bigint primary key, title text, by text, url text, score bigint, posted_at timestamptz)`);
  await client.query(
    `insert into plain_stories select * from
       unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[])
     on conflict (id) do update set title = excluded.title, score = excluded.score`,
    [
      stories.map(({ id }) => id),
      stories.map(({ title }) => title),
      stories.map(({ by }) => by),
      stories.map(({ url }) => url ?? null),
      stories.map(({ score }) => score),
      stories.map(({ time }) => new Date(time * 1_000).toISOString()),
    ],
  );
  await client.end();
}

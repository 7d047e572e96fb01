import { hash, startHash } from './hash.ts';
import { scoreOf } from './sample-item.ts';
import { writeTitle } from './texts.ts';

/** A topic as `t/ID.json` answers it, its posts left out: https://docs.discourse.org */
export interface SampleTopic {
  readonly id: number;
  readonly title: string;
  readonly slug: string;
  readonly views: number;
  readonly like_count: number;
  readonly reply_count: number;
  readonly posts_count: number;
  /** ISO 8601, as are the next two. */
  readonly created_at: string;
  readonly last_posted_at: string;
  readonly bumped_at: string;
  readonly pinned: boolean;
}

/** A forum's topics, which move as people post in them. All times are an even two hours apart. */
export interface SampleTopics {
  /** Ids as `latest.json` lists them: those pinned, then all, the last posted in first. */
  list(): number[];
  /** `undefined` where there is none. */
  topic(id: number): SampleTopic | undefined;
  /** Posts in a topic, which takes it to the head of the list. */
  post(id: number): void;
  /** Opens a topic and answers with its id. */
  open(): number;
  remove(id: number): void;
  pin(id: number): void;
}

export interface SampleTopicsOptions {
  readonly topics: number;
  readonly seed: number;
}

interface State {
  readonly posts: number;
  readonly postedAt: number;
  readonly pinned: boolean;
}

const firstTime = Date.UTC(2024, 0, 1);
const step = 2 * 60 * 60_000;

/** Topics made from their ids and the seed; what happened to them since is kept. */
export function createSampleTopics({ topics, seed }: SampleTopicsOptions): SampleTopics {
  const keyOf = (id: number): number => startHash(`topic:${id}`, startHash(`${seed}:`));
  const states = new Map<number, State>();
  let opened = topics;
  let now = firstTime + topics * step;
  const tick = (): number => (now += step);
  const change = (id: number, changed: (state: State) => Partial<State>): void => {
    const state = states.get(id);
    if (state) states.set(id, { ...state, ...changed(state) });
  };

  const ids = Array.from({ length: topics }, (_, index) => index + 1);
  const byActivity = ids.toSorted(
    (one, other) => hash(':active', keyOf(one)) - hash(':active', keyOf(other)),
  );
  for (const id of byActivity) states.set(id, { posts: 1 + (id % 9), postedAt: tick(), pinned: false });

  return {
    list() {
      const latest = [...states].toSorted(([, one], [, other]) => other.postedAt - one.postedAt);
      const pinned = latest.filter(([, state]) => state.pinned);
      return [...pinned, ...latest].map(([id]) => id);
    },
    topic(id) {
      const state = states.get(id);
      return state && toTopic(id, keyOf(id), state);
    },
    post: (id) => change(id, ({ posts }) => ({ posts: posts + 1, postedAt: tick() })),
    open() {
      opened += 1;
      states.set(opened, { posts: 1, postedAt: tick(), pinned: false });
      return opened;
    },
    remove: (id) => void states.delete(id),
    pin: (id) => change(id, () => ({ pinned: true })),
  };
}

function toTopic(id: number, key: number, { posts, postedAt, pinned }: State): SampleTopic {
  const title = writeTitle('story', key);
  const last = new Date(postedAt).toISOString();
  return {
    id,
    title,
    slug: title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, ''),
    views: scoreOf(key) * 10 + posts,
    like_count: hash(':likes', key) % 50,
    reply_count: Math.floor(posts / 2),
    posts_count: posts,
    created_at: new Date(firstTime + id * step).toISOString(),
    last_posted_at: last,
    bumped_at: last,
    pinned,
  };
}

/** A page of `latest.json`. */
export interface LatestPage {
  readonly topic_list: {
    readonly per_page: number;
    readonly more_topics_url?: string;
    readonly topics: readonly SampleTopic[];
  };
}

const perPage = 30;

/** The page of that number, from 0; pinned topics stand at the head of the first and in their own place. */
export function toLatestPage(topics: SampleTopics, page: number): LatestPage {
  const ids = topics.list();
  const end = (page + 1) * perPage;
  return {
    topic_list: {
      per_page: perPage,
      ...(end < ids.length && { more_topics_url: `/latest?page=${page + 1}` }),
      topics: ids.slice(page * perPage, end).flatMap((id) => topics.topic(id) ?? []),
    },
  };
}

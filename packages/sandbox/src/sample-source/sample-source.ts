import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAnswer } from './create-answer.ts';
import { parseFaultRules, createSelector, type FaultRule } from './faults/fault-rule.ts';
import { createSampleItems, type Feed } from './data/sample-items.ts';
import { RequestCounts } from './request-counts.ts';
import type { SampleItem } from './data/sample-item.ts';
import { hash } from './data/hash.ts';
import { createSampleTopics, type SampleTopics } from './data/sample-topics.ts';

export interface SampleSourceOptions {
  /** Port on 127.0.0.1. Default 0: one that is free. */
  readonly port?: number;
  /** Ids 1 to this are the stories that the feeds choose from. Default 3,000. */
  readonly stories?: number;
  /** Highest id; those above the stories are mostly comments. Default: the number of stories. */
  readonly items?: number;
  /** Topics of the forum. Default 200. */
  readonly topics?: number;
  /** Topics of the forum that are posted in after each page of its list. Default 0. */
  readonly postsPerPage?: number;
  /** Decides the items and the faults. Default 1. */
  readonly seed?: number;
  /** Wait before every answer, ms. Default 0. */
  readonly latency?: number;
  /** Faults that apply from the start. Default none. */
  readonly faults?: readonly FaultRule[];
}

export interface SampleSource {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** The answer for an item's key when nothing goes wrong. */
  truth(key: string | number): SampleItem | null;
  /** The ids a feed lists. */
  list(feed: Feed): number[];
  /** The forum's topics, to be looked at and changed. */
  readonly topics: SampleTopics;
  /** Requests so far: those of a key (`17`, `topstories`, `t/17`, `latest`), or all of them. */
  requests(key?: string | number): number;
  /** Replaces the fault rules. Throws `InvalidFaultRules`. */
  setFaults(rules: readonly FaultRule[]): void;
  /** Stops listening and ends every connection, those that hang as well. */
  close(): Promise<void>;
}

/** Serves generated items and topics on loopback in the shape of Hacker News's API and Discourse's, and whatever faults the rules ask for. */
export async function startSampleSource(options: SampleSourceOptions = {}): Promise<SampleSource> {
  const { port = 0, seed = 1, latency = 0 } = options;
  const items = createSampleItems({ ...readSizes(options), seed });
  const topics = createSampleTopics({ topics: options.topics ?? 200, seed });
  const onPage = createPosting(topics, options.postsPerPage ?? 0);
  const counts = new RequestCounts(items.highestId);
  let rules: FaultRule[] = [];
  let selectFaults = createSelector(rules, seed);
  const setFaults = (given: unknown): void => {
    rules = parseFaultRules(given);
    selectFaults = createSelector(rules, seed);
  };
  setFaults(options.faults ?? []);

  const server = createServer(
    createAnswer({
      items,
      topics,
      onPage,
      counts,
      latency,
      rules: () => rules,
      setFaults,
      selectFaults: (arrival) => selectFaults(arrival),
    }),
  );
  // A connection that closes itself while a client reuses it would be a fault nobody asked for.
  server.keepAliveTimeout = 60_000;
  const url = await listen(server, port);

  return {
    url,
    truth: (key) => items.item(Number(key)),
    list: (feed) => items.list(feed),
    topics,
    requests: (key) => counts.get(key === undefined ? undefined : String(key)),
    setFaults,
    close: () => close(server),
  };
}

/** Posts in topics all over the list, each time in others. */
function createPosting(topics: SampleTopics, postsPerPage: number): () => void {
  let turn = 0;
  return () => {
    for (let post = 0; post < postsPerPage; post += 1) {
      turn += 1;
      const ids = topics.list();
      const id = ids[hash(`:post:${turn}`) % ids.length];
      if (id !== undefined) topics.post(id);
    }
  };
}

function readSizes({ stories, items }: SampleSourceOptions): { stories: number; items: number } {
  const highest = items ?? stories ?? 3_000;
  return { stories: Math.min(stories ?? 3_000, highest), items: highest };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

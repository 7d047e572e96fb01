import type { RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { answerControl, type Controlled } from './answer-control.ts';
import type { SampleItem } from './data/sample-item.ts';
import { feeds, type SampleItems, type Feed } from './data/sample-items.ts';
import { toLatestPage, type LatestPage, type SampleTopic, type SampleTopics } from './data/sample-topics.ts';
import { applyFault } from './faults/apply-fault.ts';
import type { Arrival, SelectFaults } from './faults/fault-rule.ts';

export interface AnswerOptions extends Controlled {
  readonly items: SampleItems;
  readonly topics: SampleTopics;
  /** Told of each page of the forum's list that is answered. */
  readonly onPage: () => void;
  /** Wait before every answer, ms. */
  readonly latency: number;
  /** Follows the rules as they are just now. */
  readonly selectFaults: SelectFaults;
}

/** Answers as the APIs do, faults apart. Without rules a request costs little more than Node's server itself. */
export function createAnswer(options: AnswerOptions): RequestListener {
  const { counts, latency, rules } = options;
  return (request, response) => {
    const target = readTarget(request.url ?? '/');
    if (!target) {
      answerControl(request, response, options)
        .then((answered) => answered || notFound(response))
        .catch(() => response.destroy());
      return;
    }
    const ofKey = counts.add(target.key);
    const found = readBody(options, target);
    if (found === undefined) return notFound(response);
    const body = JSON.stringify(found);
    if (rules().length > 0) {
      const arrival = { ...target, ofKey, overall: counts.get() };
      answerWithFaults(response, body, { ...options, arrival }).catch(() => response.destroy());
    } else if (latency > 0) setTimeout(reply, latency, response, body);
    else reply(response, body);
  };
}

type Body = SampleItem | null | number | number[] | SampleTopic | LatestPage;

/** `undefined` for a topic that there is not. */
function readBody(
  { items, topics, onPage }: AnswerOptions,
  { key, isItem, feed, page, topic }: Target,
): Body | undefined {
  if (topic !== undefined) return topics.topic(topic);
  if (page !== undefined) {
    const body = toLatestPage(topics, page);
    onPage();
    return body;
  }
  if (isItem) return items.item(Number(key));
  return feed ? items.list(feed) : items.highestId;
}

interface FaultyAnswer extends AnswerOptions {
  readonly arrival: Arrival;
}

async function answerWithFaults(
  response: ServerResponse,
  body: string,
  { arrival, latency, selectFaults }: FaultyAnswer,
): Promise<void> {
  const signal = untilGone(response);
  if (latency > 0) await sleep(latency, undefined, { signal });
  for (const rule of selectFaults(arrival)) {
    if (!(await applyFault(rule, { response, body, signal }))) return;
  }
  reply(response, body);
}

function untilGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

function reply(response: ServerResponse, body: string): void {
  // Not `writeHead`: the head then goes out with the body, and with its length.
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(body);
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'application/json; charset=utf-8' }).end('{"error":"not found"}');
}

/** The request that a path names. */
interface Target {
  /** An item's id, `t/` and a topic's, or `topstories`, `maxitem`, `latest` and so on. */
  readonly key: string;
  readonly isItem: boolean;
  readonly feed?: Feed;
  /** Of a forum's list, from 0. */
  readonly page?: number;
  /** A topic's id. */
  readonly topic?: number;
}

/** `undefined` for a path that neither API has. */
function readTarget(url: string): Target | undefined {
  return readItems(url) ?? readForum(url);
}

function readForum(url: string): Target | undefined {
  const topic = /^\/t\/(\d+)\.json(?:\?|$)/.exec(url)?.[1];
  if (topic) return { key: `t/${topic}`, isItem: true, topic: Number(topic) };
  const page = /^\/latest\.json(?:\?(?:.*&)?page=(\d+)|\?|$)/.exec(url);
  return page ? { key: 'latest', isItem: false, page: Number(page[1] ?? 0) } : undefined;
}

function readItems(url: string): Target | undefined {
  const item = /^\/v0\/item\/(\d+)\.json(?:\?|$)/.exec(url)?.[1];
  if (item) return { key: item, isItem: true };
  const list = /^\/v0\/(\w+)\.json(?:\?|$)/.exec(url)?.[1];
  const feed = feeds.find((name) => `${name}stories` === list);
  if (feed) return { key: `${feed}stories`, isItem: false, feed };
  return list === 'maxitem' ? { key: list, isItem: false } : undefined;
}

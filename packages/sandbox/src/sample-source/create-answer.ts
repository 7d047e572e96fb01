import type { RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { answerControl, type Controlled } from './answer-control.ts';
import { applyFault } from './apply-fault.ts';
import { toLatestPage, type LatestPage } from './latest-page.ts';
import { readTarget, type Target } from './read-target.ts';
import type { SampleItem } from './sample-item.ts';
import type { SampleItems } from './sample-items.ts';
import type { SampleTopic, SampleTopics } from './sample-topics.ts';
import type { Arrival, SelectFaults } from './select-faults.ts';

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

import { writeComment, writeOption } from './comments.ts';
import type { SampleItem } from './sample-item.ts';
import { authorOf, makeStory, scoreOf, sectionOf, timeOf } from './stories.ts';
import type { Section } from './titles.ts';

export interface ThreadsOptions {
  /** The first id of the first thread. */
  readonly firstId: number;
  /** What answers to an item ends here. */
  readonly highestId: number;
  readonly keyOf: (id: number) => number;
}

/** Ids of one thread: a story or a poll, its options, and its comments. */
interface Thread {
  readonly rootId: number;
  readonly section: Section;
  readonly firstComment: number;
  /** The first id beyond it. */
  readonly end: number;
}

const threadLength = 16;
const pollOptions = 4;

/** Makes the item of an id from `firstId` on; who answers to whom follows from the ids alone. */
export function createThreads(options: ThreadsOptions): (id: number) => SampleItem {
  const { firstId, keyOf } = options;
  return (id) => {
    const start = id - ((id - firstId) % threadLength);
    const thread = findThread(start, options);
    const key = keyOf(id);
    if (id < thread.rootId) return makeStory({ id, key, section: 'job' });
    if (id === thread.rootId) return makeRoot(thread, key);
    return id < thread.firstComment ? makeOption(id, key, thread) : makeComment(id, key, thread);
  };
}

/** Nobody can answer to a job: a thread that begins with one goes on with a story. */
function findThread(start: number, { highestId, keyOf }: ThreadsOptions): Thread {
  const first = sectionOf(keyOf(start));
  const isJob = first === 'job';
  const rootId = isJob ? start + 1 : start;
  return {
    rootId,
    section: isJob ? 'story' : first,
    firstComment: rootId + 1 + (first === 'poll' ? pollOptions : 0),
    end: Math.min(start + threadLength, highestId + 1),
  };
}

function makeRoot(thread: Thread, key: number): SampleItem {
  const { rootId, section, firstComment, end } = thread;
  return {
    ...makeStory({ id: rootId, key, section }),
    descendants: Math.max(0, end - firstComment),
    parts: section === 'poll' ? idsFrom(rootId + 1, Math.min(firstComment, end)) : undefined,
    kids: idsFrom(firstComment, Math.min(firstComment + 2, end)),
  };
}

function makeOption(id: number, key: number, { rootId }: Thread): SampleItem {
  return {
    id,
    type: 'pollopt',
    time: timeOf(id),
    by: authorOf(key),
    text: writeOption(key),
    score: scoreOf(key),
    poll: rootId,
  };
}

/** Two comments answer to the root, and two to each comment, as far as the thread goes. */
function makeComment(id: number, key: number, { rootId, firstComment, end }: Thread): SampleItem {
  const number = id - firstComment;
  const firstKid = firstComment + 2 * number + 2;
  return {
    id,
    type: 'comment',
    time: timeOf(id),
    by: authorOf(key),
    text: writeComment(key),
    parent: number < 2 ? rootId : firstComment + ((number - 2) >> 1),
    kids: idsFrom(firstKid, Math.min(firstKid + 2, end)),
  };
}

/** As the API, it leaves an empty list out. */
function idsFrom(first: number, end: number): number[] | undefined {
  if (first >= end) return undefined;
  const ids = [first];
  for (let id = first + 1; id < end; id += 1) ids.push(id);
  return ids;
}

import type { SampleTopic, SampleTopics } from './sample-topics.ts';

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

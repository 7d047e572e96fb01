/** One item as the public API answers it: https://github.com/HackerNews/API#items */
export interface SampleItem {
  readonly id: number;
  readonly type: 'story' | 'comment' | 'job' | 'poll' | 'pollopt';
  /** Unix time in seconds. */
  readonly time: number;
  readonly deleted?: true | undefined;
  readonly dead?: true | undefined;
  readonly by?: string | undefined;
  readonly title?: string | undefined;
  /** Absent on text posts. */
  readonly url?: string | undefined;
  /** HTML. */
  readonly text?: string | undefined;
  readonly score?: number | undefined;
  /** Comments in the whole thread; absent on jobs. */
  readonly descendants?: number | undefined;
  /** What a comment answers to. */
  readonly parent?: number | undefined;
  /** The poll of an option. */
  readonly poll?: number | undefined;
  /** A poll's options. */
  readonly parts?: readonly number[] | undefined;
  /** Comments on it. */
  readonly kids?: readonly number[] | undefined;
}

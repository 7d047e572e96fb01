import type { ItemRow } from '../references/item-table.ts';

const text =
  'I keep coming back to this: it is "harder" than it looks.<p>We measured first, and the naïve version was fine. '.repeat(
    3,
  );

/** Rows as the item server's items make them: one in three a story, the others comments of some 300 characters. */
export function createRows(count: number): ItemRow[] {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    const common = {
      id,
      by: `author_${id % 997}`,
      postedAt: new Date((1_700_000_000 + id * 31) * 1_000).toISOString(),
      dead: false,
      deleted: false,
    };
    const none = { title: null, text: null, url: null, score: null, parent: null, descendants: null };
    if (id % 3 > 0) return { ...common, ...none, type: 'comment', text: `${text}${id}`, parent: id - 1 };
    const url = `https://example.com/posts/${id}`;
    const counts = { score: id % 300, descendants: id % 50 };
    return { ...common, ...none, ...counts, type: 'story', title: `Show HN: A tiny database ${id}`, url };
  });
}

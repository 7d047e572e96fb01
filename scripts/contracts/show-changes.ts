import type { Change } from './change.ts';

/** What breaks, for whom, and what to do instead; empty where nothing does. */
export function formatBreaks(changes: readonly Change[]): string {
  const broken = merge(changes.filter(({ breaks }) => breaks));
  if (broken.length === 0) return '';
  const count = broken.length === 1 ? '1 change breaks' : `${broken.length} changes break`;
  return [
    `${count} what others hold on to, as contracts.lock.json has it:`,
    ...broken.map(({ breaks, ...change }) =>
      [`- ${formatChange(change)}`, `  breaks   ${breaks?.whom}`, `  instead  ${breaks?.instead}`].join('\n'),
    ),
    'Where nobody holds on to it: pnpm contracts:lock --accept-breaking "why that is so"',
  ].join('\n');
}

/** Each compatible change in a line. */
export function formatAdditions(changes: readonly Change[]): string[] {
  return merge(changes.filter(({ breaks }) => !breaks)).map(formatChange);
}

/** `RunProgress.phase (the result of query run.progress): …` */
export function formatChange({ thing, at, what }: Change): string {
  return `${thing}${at === undefined ? '' : ` (${at})`}: ${what}`;
}

/** The same change of one thing, wherever it is met, is one. */
export function merge(changes: readonly Change[]): Change[] {
  const merged = new Map<string, Change>();
  for (const change of changes) {
    const key = JSON.stringify([change.thing, change.what, change.breaks]);
    const at = [merged.get(key)?.at, change.at].filter((place) => place !== undefined);
    merged.set(key, at.length > 0 ? { ...change, at: [...new Set(at)].join(', ') } : change);
  }
  return [...merged.values()];
}

import type { When } from '@headrace/contracts';

/** As people are told: `every 10h`, `0 6 * * * in Europe/Berlin`, `on hacker_news_stories`. */
export function showWhen(when: When): string {
  if ('on' in when) return `on ${when.on}`;
  if ('cron' in when) return `${when.cron} in ${when.zone}`;
  return `every ${showLength(when.every)}${when.offset ? ` from ${showLength(when.offset)} on` : ''}`;
}

const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

function showLength(ms: number): string {
  const [unit, size] = Object.entries(units).find(([, one]) => ms % one === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

import { isHttp } from './to-target.ts';

/** A base URL without a slash at its end, so that a path follows; `undefined` for text that is none. */
export function toBaseUrl(text: string): string | undefined {
  const url = URL.parse(text);
  const isBase = url !== null && isHttp(url) && url.search === '' && url.hash === '';
  return isBase ? url.href.replace(/\/+$/, '') : undefined;
}

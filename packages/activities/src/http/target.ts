export interface Target {
  /** Without credentials. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

const common = {
  accept: 'application/json',
  'accept-encoding': 'gzip, br, zstd, deflate',
  'user-agent': 'headrace',
};

/** Parses an address; credentials in the URL become an `authorization` header. Throws on other schemes. */
export function toTarget(text: string): Target {
  const url = new URL(text);
  if (!isHttp(url)) throw new TypeError(`${url.protocol}//… is not an http or https URL`);
  if (url.username === '' && url.password === '') return { url, headers: common };
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return { url, headers: { ...common, authorization } };
}

/** Where a redirect leads. Credentials stay with the origin they were given for. */
export function redirectTarget(from: Target, url: URL): Target {
  return url.origin === from.url.origin ? { url, headers: from.headers } : { url, headers: common };
}

export function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

/** A base URL without a slash at its end, so that a path follows; `undefined` for text that is none. */
export function toBaseUrl(text: string): string | undefined {
  const url = URL.parse(text);
  const isBase = url !== null && isHttp(url) && url.search === '' && url.hash === '';
  return isBase ? url.href.replace(/\/+$/, '') : undefined;
}

import { url, type Kind } from '@headrace/runtime';

/** URL of an HTTP proxy. Without a scheme it is http, as curl has it. */
export function proxyUrl(): Kind<string> {
  const kind = url('http', 'https');
  return {
    ...kind,
    valid: 'the URL of an HTTP proxy, such as http://user:password@proxy.internal:3128',
    parse: (given) => kind.parse(given.includes('://') ? given : `http://${given}`),
  };
}

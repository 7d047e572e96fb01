import { budgetSyntax, parseBudget, formatBudget } from '@headrace/activities';
import type { RequestBudget } from '@headrace/contracts';
import { url, type Kind } from '@headrace/runtime';

/**
 * Where Postgres is. A host may be left out for a socket's folder in `?host=`. Refuses what a password with `/` or `#`
 * in it turns into: another host, and a database named like the rest of the password, which messages would then tell.
 */
export function databaseUrl(): Kind<string> {
  const kind = url('postgres', 'postgresql');
  return {
    ...kind,
    valid:
      'a URL such as postgres://user:password@host:5432/database, with special characters of the password percent-encoded',
    parse: (given) => {
      const withHost = kind.parse(given.replace('@/', '@localhost/'));
      if (withHost === undefined) return undefined;
      const { pathname, hash } = new URL(withHost);
      return pathname.includes('@') || hash !== '' ? undefined : given;
    },
  };
}

/** URL of an HTTP proxy. Without a scheme it is http, as curl has it. */
export function proxyUrl(): Kind<string> {
  const kind = url('http', 'https');
  return {
    ...kind,
    valid: 'the URL of an HTTP proxy, such as http://user:password@proxy.internal:3128',
    parse: (given) => kind.parse(given.includes('://') ? given : `http://${given}`),
  };
}

/** The budget of a host: `50/s,burst=50,concurrent=16`; `none` for no limit. */
export function budget(): Kind<RequestBudget | 'none'> {
  return {
    valid: `none, or ${budgetSyntax}`,
    parse: (given) => (given === 'none' ? 'none' : parseBudget(given)),
    show: (value) => (value === 'none' ? 'none' : formatBudget(value)),
  };
}

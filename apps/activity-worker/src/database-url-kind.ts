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

import { hackerNews } from '@headrace/contracts';
import type { SandboxAddresses } from '../home/sandbox-state.ts';
import { withoutPassword } from '../home/sandbox-state.ts';

/** What `dev` says once everything is up: where it is and what to type next. */
export function describeSandbox(home: string, given: SandboxAddresses): string {
  const { temporal, temporalUi, postgres, source } = withoutPassword(given);
  return `
Headrace is up; its data and logs are in ${home}

  Temporal   ${temporal}
  Web UI     ${temporalUi ?? 'that of your Temporal'}
  Postgres   ${postgres}
  source     ${source}

In another terminal, in this folder:

  pnpm headrace run ${hackerNews.name}
  pnpm headrace --help

Ctrl-C stops it; the data stays.
`;
}

export interface Kept {
  home: string;
  addresses: SandboxAddresses;
  /** Whether the sandbox goes on without this command. */
  stays: boolean;
  /** Whether the command ends before its run. */
  interrupted: boolean;
}

/** What `start` says after its run: where the rows and the history are. */
export function describeKept({ home, addresses, stays, interrupted }: Kept): string {
  const { temporal, temporalUi, postgres } = withoutPassword(addresses);
  return `
Rows     ${hackerNews.dataset.name} in ${postgres}
History  ${temporalUi ?? temporal}
${stays ? 'dev keeps both up.' : `Both are kept in ${home}; ${describeNext(interrupted)}`}`;
}

function describeNext(interrupted: boolean): string {
  if (!interrupted) return '"pnpm dev" brings them up again.';
  return 'the run stops with them, and goes on when "pnpm dev" brings them up again.';
}

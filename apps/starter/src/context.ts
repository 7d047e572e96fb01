import type { HeadraceClient } from '@headrace/client';
import type { AnyPipelineContract } from '@headrace/contracts';

import type { Confirm } from './confirm.ts';
import type { Interrupt } from './interrupt.ts';
import type { Terminal } from './output/terminal.ts';

/** What a command is given. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly pipelines: readonly AnyPipelineContract[];
  /** Connects to Temporal. Throws `SettingsRefused` or `TemporalUnreachable`. */
  readonly connect: () => Promise<HeadraceClient>;
  readonly interrupt: Interrupt;
  /** Asks whoever sits at the terminal; absent where nobody does. */
  readonly confirm?: Confirm | undefined;
}

import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The part of a process that can be asked. */
export interface AskedProcess {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Asks a question; everything but a yes is a no. */
export type Confirm = (question: string) => Promise<boolean>;

/** Asks at the terminal; `undefined` where there is none. */
export function createConfirm({ stdin, stderr }: AskedProcess): Confirm | undefined {
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  return async (question) => {
    stderr.write(`${question} [y/N] `);
    // Not as a terminal of its own: an interruption stays a signal.
    const lines = createInterface({ input: stdin, terminal: false });
    const [answer = ''] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
    lines.close();
    return /^y(es)?$/i.test(String(answer).trim());
  };
}

import { control, type Steering, type Tuning } from '@headrace/contracts';
import { ApplicationFailure, condition, defineUpdate, setHandler } from '@temporalio/workflow';

/** A run that takes no tuning, and never ends. */
export async function hackerNews(): Promise<void> {
  setHandler(defineUpdate<Steering, [Tuning]>(control.tune), refuse, { validator: refuse });
  await condition(() => false);
}

function refuse({ parallel }: Tuning): never {
  throw ApplicationFailure.nonRetryable(`tune: parallel: ${parallel} is more than this run may do`);
}

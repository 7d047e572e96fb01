import {
  control,
  terminalErrors,
  tunings,
  validateInput,
  type BatchLimits,
  type Steering,
  type Tuning,
} from '@headrace/contracts';
import { ApplicationFailure, defineUpdate, setHandler } from '@temporalio/workflow';

export interface SteeringTracker {
  readonly now: Steering;
}

/** Lets people pause, resume and tune a run; `onChange` is told of each change. */
export function createSteering(initial: Steering, onChange: (steering: Steering) => void): SteeringTracker {
  let now = initial;

  function change(wanted: Partial<Steering>): Steering {
    now = { ...now, ...wanted };
    onChange(now);
    return now;
  }

  setHandler(defineUpdate<Steering>(control.pause), () => change({ paused: true }));
  setHandler(defineUpdate<Steering>(control.resume), () => change({ paused: false }));
  setHandler(defineUpdate<Steering, [Tuning]>(control.tune), change, { validator: assertTuning });
  return {
    get now() {
      return now;
    },
  };
}

/** As the run's limits say, running. */
export function toSteering({ concurrency, parallel }: BatchLimits): Steering {
  return { paused: false, concurrency, parallel };
}

function assertTuning(given: Tuning): void {
  const { input, problems } = validateInput(tunings, given);
  if (input && Object.keys(input).length > 0) return;
  const message = problems?.map((problem) => problem.message).join('; ') ?? 'nothing to tune was given';
  throw ApplicationFailure.nonRetryable(`tune: ${message}`, terminalErrors.invalidInput);
}

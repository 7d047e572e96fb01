interface Sample {
  readonly at: number;
  readonly done: number;
}

export interface RateMeter {
  /** Takes a sample, its time in ms on a clock that is never set, and tells items a second over the last seconds. */
  measure(done: number, at: number): number | undefined;
}

/** Over so many ms; longer where the sample before was longer ago. */
const span = 10_000;

/** Never negative: a count or a clock that goes back stands still. */
export function createRateMeter(): RateMeter {
  let samples: readonly Sample[] = [];
  return {
    measure(done, at) {
      const last = samples.at(-1);
      const sample = last ? { at: Math.max(at, last.at), done: Math.max(done, last.done) } : { at, done };
      samples = [...samples.filter((one) => one === last || sample.at - one.at <= span), sample];
      const [first = sample] = samples;
      return sample.at === first.at
        ? undefined
        : ((sample.done - first.done) / (sample.at - first.at)) * 1_000;
    },
  };
}

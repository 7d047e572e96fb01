interface Sample {
  readonly at: number;
  readonly done: number;
}

export interface RateMeter {
  /** Takes a sample, its time in ms, and tells items a second over the last seconds. */
  measure(done: number, at: number): number | undefined;
}

/** Over so many ms. */
const span = 10_000;

export function createRateMeter(): RateMeter {
  let samples: Sample[] = [];
  return {
    measure(done, at) {
      samples = [...samples.filter((sample) => at - sample.at <= span), { at, done }];
      const [first] = samples;
      if (first === undefined || at === first.at) return undefined;
      return Math.max(0, ((done - first.done) / (at - first.at)) * 1_000);
    },
  };
}

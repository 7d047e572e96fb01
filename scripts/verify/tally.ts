export interface Tally {
  pass(count?: number): void;
  /** Counts one failure and prints what is wrong. */
  fail(name: string, problem: string): void;
  skip(name: string, reason: string): void;
  failed(): number;
  /** What failed and what was skipped, and as the last line `N passed, N failed[, N skipped]`. */
  summary(): string;
}

/** Counts checks and tests. */
export function createTally(): Tally {
  let passed = 0;
  const failures: string[] = [];
  const skips: string[] = [];

  return {
    pass: (count = 1) => {
      passed += count;
    },
    fail: (name, problem) => {
      failures.push(name);
      console.log(`\n✗ ${name}\n${problem}\n`);
    },
    skip: (name, reason) => {
      skips.push(`${name}: ${reason}`);
    },
    failed: () => failures.length,
    summary: () => {
      const counts = [`${passed} passed`, `${failures.length} failed`];
      if (skips.length > 0) counts.push(`${skips.length} skipped`);
      return [
        ...failures.map((name) => `failed   ${name}`),
        ...skips.map((skip) => `skipped  ${skip}`),
        counts.join(', '),
      ].join('\n');
    },
  };
}

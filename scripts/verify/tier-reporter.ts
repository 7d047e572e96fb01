import { writeFileSync } from 'node:fs';

import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export interface TierReport {
  readonly passed: number;
  /** Tests, files that could not be loaded and errors outside of any test. */
  readonly failed: readonly string[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/** Writes what became of each test to the file that `HEADRACE_TIER_REPORT` names: the reasons of skips with them. */
// oxlint-disable-next-line import/no-default-export -- vitest loads a reporter as the default export
export default class TierReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const file = process.env['HEADRACE_TIER_REPORT'];
    if (file) writeFileSync(file, JSON.stringify(toReport(modules, errors)));
  }
}

function toReport(modules: readonly TestModule[], errors: readonly SerializedError[]): TierReport {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state);
  const brokenModules = modules.filter(
    (module) => module.errors().length > 0 || module.state() === 'pending',
  );
  const brokenSuites = modules
    .flatMap((module) => [...module.children.allSuites()])
    .filter((suite) => suite.errors().length > 0);
  return {
    passed: inState('passed').length,
    failed: [
      ...[...inState('failed'), ...inState('pending')].map(toName),
      ...brokenModules.map((module) => module.relativeModuleId),
      ...brokenSuites.map((suite) => `${suite.module.relativeModuleId} > ${suite.fullName}`),
      ...errors.map((error) => `outside of any test: ${error.message}`),
    ],
    skipped: inState('skipped').map((test) => ({ name: toName(test), reason: reasonOf(test) })),
  };
}

function toName(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return (
    (result.state === 'skipped' ? result.note : undefined) ??
    'no reason given; skip with context.skip(reason)'
  );
}

import { meets, retryableErrors, type DatasetUse, type VersionActivities } from '@headrace/contracts';
import { ApplicationFailure } from '@temporalio/common';

const hour = 3_600_000;

/** Where the interval of a version begins. */
export function startOf(version: number): string {
  return new Date(version * hour).toISOString();
}

/** The versions as a store would know them, looked for as often as the contract says, or every so many ms. */
export function createMemoryVersions(
  dataset: string,
  every?: number,
): VersionActivities & { publish(): number } {
  const versions: DatasetUse[] = [];
  return {
    publish() {
      const version = versions.length + 1;
      const interval = { start: startOf(version), end: startOf(version + 1) };
      return versions.push({ dataset, version, pipeline: 'things', run: `run-${version}`, interval });
    },
    findVersion: async (need) => versions.findLast((version) => meets(need, version)) ?? null,
    async readDataset({ after = Infinity, limit, needs }) {
      const newer = versions.filter(({ version }) => version > after);
      const met = needs.flatMap((need) => {
        const use = versions.findLast((version) => meets(need, version));
        return use ? [{ ...need, use }] : [];
      });
      const more = newer.length > limit || met.length > limit;
      return { versions: newer.slice(0, limit), met: met.slice(0, limit), more };
    },
    async awaitVersion({ after }) {
      if (versions.length > after) return versions.length;
      throw ApplicationFailure.create({
        type: retryableErrors.noVersion,
        ...(every !== undefined && { nextRetryDelay: every }),
      });
    },
    listDatasets: async () => [],
    describeDataset: async () => ({ dataset, versions: [] }),
  };
}

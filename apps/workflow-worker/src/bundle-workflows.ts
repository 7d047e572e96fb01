import { createHash, randomUUID } from 'node:crypto';
import { glob, mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';

/** Bundles the sources of the workflows for Temporal's sandbox. Throws when they import what is not deterministic. */
export function bundleWorkflows(): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(import.meta.resolve('@headrace/workflows')),
    // Below an error, Webpack tells of every module.
    logger: new DefaultLogger('ERROR'),
  });
}

export interface BundleCache {
  /** Where bundles are kept, one a checkout. */
  readonly folder: string;
  /** Default: the checkout that this worker runs from. */
  readonly checkout?: string;
}

/** A bundle, and what it was made of. */
interface KeptBundle extends WorkflowBundle {
  readonly madeOf: string;
}

/**
 * The bundle that an earlier start left in `folder`, as long as no source and no dependency has changed since; else
 * what `bundle` makes, which is left there. A folder that cannot be written costs the next start its time, no more.
 */
export async function bundleOnce(
  cache: BundleCache,
  bundle: () => Promise<WorkflowBundle>,
): Promise<WorkflowBundle> {
  const { folder, checkout = fileURLToPath(new URL('../../../', import.meta.url)) } = cache;
  const file = join(folder, `workflows-${toDigest([checkout]).slice(0, 16)}.json`);
  const madeOf = await digestSources(checkout);
  const kept = await readKept(file);
  if (kept?.madeOf === madeOf) {
    await markUsed(file);
    return { code: kept.code };
  }
  const { code } = await bundle();
  // A source that changed meanwhile may be in the bundle or not, so such a bundle is not kept.
  const madeOfNow = await digestSources(checkout).catch(() => undefined);
  if (madeOfNow === madeOf) await keep(file, { code, madeOf }).catch(() => {});
  return { code };
}

/** More than what is bundled: every package, how they are bundled, and the versions of what is installed. */
const sources = [
  'packages/*/package.json',
  'packages/*/src/**/*.ts',
  'apps/workflow-worker/src/*.ts',
  // pnpm-lock.yaml says what is to be installed next.
  'node_modules/.pnpm/lock.yaml',
];

async function digestSources(checkout: string): Promise<string> {
  const paths = await Array.fromAsync(glob(sources, { cwd: checkout }));
  const texts = paths
    .toSorted()
    .map(async (path) => `${path}\n${await readFile(join(checkout, path), 'utf8')}`);
  return toDigest(await Promise.all(texts));
}

function toDigest(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex');
}

async function readKept(file: string): Promise<KeptBundle | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as KeptBundle;
  } catch {
    return undefined;
  }
}

/** The sandbox prunes what nobody used for long, by this time. */
async function markUsed(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => {});
}

/** Whole or not at all: workers that start at once share the folder. */
async function keep(file: string, kept: KeptBundle): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(draft, JSON.stringify(kept));
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

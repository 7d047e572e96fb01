import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Bundles the workflows as `pnpm build` does, and resolves to the file's path. */
export async function writeBundle(folder: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(import.meta.resolve('@headrace/workflows')),
    logger: new DefaultLogger('ERROR'),
  });
  const file = join(folder, 'workflow-bundle.js');
  await writeFile(file, code);
  return file;
}

// `pnpm words`: comments and names that CONTRIBUTING and the glossary ask to avoid, in packages and apps.
// A path as argument keeps to what begins with it. Ends with 1 where there are any.
import { join } from 'node:path';

import { readWorkingTree } from '../house/sources.ts';
import { findRelapses } from './find-relapses.ts';

const [prefix = ''] = process.argv.slice(2);
const relapses = readWorkingTree(join(import.meta.dirname, '../..'))
  .filter(({ path }) => path.startsWith(prefix))
  .flatMap(findRelapses);
for (const { path, line, problem } of relapses) console.log(`${path}:${line}: ${problem}`);
console.log(`${relapses.length} to mend`);
process.exitCode = relapses.length > 0 ? 1 : 0;

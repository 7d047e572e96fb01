// Writes docs/reference from the code: `pnpm run docs`.
import { writeFileSync } from 'node:fs';

import { referenceFolder, renderPages } from './pages.ts';

for (const [name, text] of renderPages()) {
  writeFileSync(new URL(name, referenceFolder), text);
  console.log(`docs/reference/${name}`);
}

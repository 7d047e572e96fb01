// Writes contracts.lock.json from the contracts: `pnpm contracts:lock`.
import { parseArgs } from 'node:util';

import { lockContracts, readLock, writeLock } from './lock-file.ts';
import { nextLock } from './next-lock.ts';

const { values } = parseArgs({ options: { 'accept-breaking': { type: 'string' } } });
const next = nextLock({ kept: readLock(), today: lockContracts(), reason: values['accept-breaking'] });

if (next.refusal === undefined) {
  writeLock(next.lock);
  for (const addition of next.additions) console.log(addition);
  console.log('contracts.lock.json');
} else {
  console.error(next.refusal);
  process.exitCode = 1;
}

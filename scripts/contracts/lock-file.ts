import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import * as contracts from '../../packages/contracts/src/index.ts';
import type { ContractLock } from './contract-lock.ts';
import { readWireTypes } from './read-wire-types.ts';
import { toLock } from './to-lock.ts';

const file = new URL('../../contracts.lock.json', import.meta.url);

/** The lock of the contracts as they are now. */
export function lockContracts(): ContractLock {
  return toLock(contracts, readWireTypes());
}

/** The lock as it is kept, or `undefined` where there is none. */
export function readLock(): ContractLock | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ContractLock) : undefined;
}

export function writeLock(lock: ContractLock): void {
  writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
}

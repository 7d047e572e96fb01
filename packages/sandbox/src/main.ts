import { enableCompileCache } from 'node:module';

import { findCompileCache } from '@headrace/runtime/cache';

// Only what is imported from here on is kept.
enableCompileCache(findCompileCache(process.env));
const { runCommand } = await import('./commands/run-command.ts');
await runCommand(process.argv.slice(2));

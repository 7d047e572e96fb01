import { enableCompileCache } from 'node:module';

import { findCompileCache } from './cache.ts';

// Only what is imported from here on is kept.
enableCompileCache(findCompileCache(process.env));
const { runCommand } = await import('./commands/run-command.ts');
await runCommand(process.argv.slice(2));

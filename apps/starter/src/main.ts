#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

import { findCompileCache } from '@headrace/runtime/cache';

// Halves the next start. Only what is imported from here on is kept.
enableCompileCache(findCompileCache(process.env));
const { runProgram } = await import('./run-program.ts');
process.exit(await runProgram(process));

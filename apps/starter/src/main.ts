#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Halves the next start. Only what is imported from here on is kept.
enableCompileCache();
const { runProgram } = await import('./run-program.ts');
process.exit(await runProgram(process));

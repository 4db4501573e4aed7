/**
 * What `npm start` runs: lets Node keep the compiled program between starts, then starts it. Plain
 * JavaScript, so that nothing has to be compiled before the kept work is found; the folder is the
 * package's own, since whoever can write to it can change what runs.
 */

import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/signpost'));
await import('./start.ts');

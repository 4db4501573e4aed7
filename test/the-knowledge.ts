import { join } from 'node:path';
import { type Knowledge, readKnowledge } from '../src/knowledge/read.ts';

let known: Knowledge | undefined;

/** The project's own knowledge, read once for all the tests of a file. */
export function theKnowledge(): Knowledge {
  known ??= readKnowledge(join(import.meta.dirname, '..', 'knowledge'), '2026-11-24');
  return known;
}

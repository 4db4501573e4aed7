import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { readKnowledge } from '../../src/knowledge/read.ts';
import { sourcesPage } from '../../src/knowledge/sources-page.ts';
import { environment } from '../env.ts';
import { failClearly } from '../open.ts';

/** `npm run docs:sources`: writes docs/sources.md anew from sources.yaml. */
try {
  const { knowledgeDir, today } = readConfig(environment());
  const file = join(import.meta.dirname, '..', '..', 'docs', 'sources.md');
  writeFileSync(file, sourcesPage(readKnowledge(knowledgeDir, today()).sources));
} catch (error) {
  failClearly(error);
}

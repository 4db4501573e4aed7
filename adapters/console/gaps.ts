import { join } from 'node:path';
import { findGaps } from '../../src/answer/gaps.ts';
import { readConfig } from '../../src/config.ts';
import { readKnowledge } from '../../src/knowledge/read.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { environment } from '../env.ts';
import { endWithReader, failClearly } from '../open.ts';

/** `npm run gaps`: what people asked and were not told, grouped, each with a card to fill in. */
endWithReader();
try {
  const { knowledgeDir, dataDir, today } = readConfig(environment());
  const knowledge = readKnowledge(knowledgeDir, today());
  const store = openStore(join(dataDir, 'signpost.db'));
  const gaps = findGaps(knowledge, await store.unanswered(), today());
  await store.close();
  if (gaps.length === 0) console.log('No question has gone unanswered yet.');
  for (const [at, gap] of gaps.entries()) {
    console.log(`\n${at + 1}. Asked ${gap.times} ${gap.times === 1 ? 'time' : 'times'}:`);
    for (const { question, times } of gap.questions) console.log(`   ${times}× ${question}`);
    if (gap.nearest)
      console.log(`   The nearest card is ${gap.nearest}: if it answers this, add the ask to it.`);
    console.log(`\n${gap.stub}`);
  }
} catch (error) {
  failClearly(error);
}

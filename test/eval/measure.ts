import { sayIAm } from '../../adapters/console/listen.ts';
import { makeBot } from '../../src/bot.ts';
import type { Knowledge } from '../../src/knowledge/read.ts';
import { plainText, type Reply } from '../../src/reply.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Question } from './questions.ts';

/** How one question went. */
export interface Result {
  question: Question;
  reply: Reply;
  text: string;
  right: boolean;
  /** What was wrong, for the list of misses. */
  wrong: string[];
}

/** Puts every question to the whole bot, as an adapter would, and judges the last reply. */
export async function measure(
  knowledge: Knowledge,
  questions: readonly Question[],
): Promise<Result[]> {
  const store = openStore(':memory:');
  const bot = makeBot({ knowledge, store });
  const results: Result[] = [];
  for (const question of questions) {
    const person = question.id;
    const place = { id: question.id, shared: false };
    let reply: Reply | undefined;
    const said = question.role ? [sayIAm(question.role), ...question.turns] : question.turns;
    for (const [at, text] of said.entries())
      reply = await bot.handle({ kind: 'said', id: `${question.id}-${at}`, person, place, text });
    if (!reply) continue;
    results.push(judge(question, reply));
  }
  await store.close();
  return results;
}

/** Holds a reply against what the question asks for. */
export function judge(question: Question, reply: Reply): Result {
  const text = plainText(reply);
  const wrong: string[] = [];
  if (question.outcome.length > 0 && !question.outcome.includes(reply.outcome))
    wrong.push(`outcome ${reply.outcome}, not ${question.outcome.join(' or ')}`);
  for (const fact of question.facts) if (!fact.test(text)) wrong.push(`lacks /${fact.source}/`);
  for (const never of question.never) if (never.test(text)) wrong.push(`has /${never.source}/`);
  if (question.source.length > 0) {
    const cited = reply.blocks.flatMap((block) =>
      block.kind === 'sources' ? block.sources.map(({ id }) => id) : [],
    );
    if (!question.source.some((id) => cited.includes(id)))
      wrong.push(`cites ${cited.join(' ') || 'nothing'}, not ${question.source.join(' or ')}`);
  }
  return { question, reply, text, right: wrong.length === 0, wrong };
}

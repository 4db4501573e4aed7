import { parseArgs } from 'node:util';
import { environment } from '../env.ts';
import { endWithReader, failClearly, openBot } from '../open.ts';
import { askJsonLines, askOnce } from './listen.ts';
import { renderReply } from './render.ts';

/** `npm run --silent ask -- "question"`: one answer; with `--jsonl`, one for each line read. */
endWithReader();
try {
  const { values, positionals } = parseArgs({
    options: { jsonl: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const question = positionals.join(' ');
  if (!values.jsonl && !question)
    throw new Error('There is no question: write npm run --silent ask -- "your question".');
  const { bot, store } = openBot(environment(), { data: ':memory:' });
  if (values.jsonl) {
    const terminal = { input: process.stdin, output: process.stdout, errors: process.stderr };
    process.exitCode = (await askJsonLines(bot, terminal)) > 0 ? 1 : 0;
  } else {
    const reply = await askOnce(bot, question);
    const blocks = reply.blocks.filter((block) => block.kind !== 'rating');
    console.log(renderReply({ ...reply, blocks }).text.replace(/\n\n\(type a number.*\)$/, ''));
  }
  await store.close();
} catch (error) {
  failClearly(error);
}

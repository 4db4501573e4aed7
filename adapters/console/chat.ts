import { parseArgs } from 'node:util';
import { environment } from '../env.ts';
import { endWithReader, failClearly, openBot } from '../open.ts';
import { chat, chatJson } from './listen.ts';

/** `npm run chat`: a conversation in the terminal; with `--json`, one object a line. */
endWithReader();
try {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      as: { type: 'string', default: 'me' },
      data: { type: 'string' },
      files: { type: 'string' },
    },
  });
  const { bot, store } = openBot(environment(), { ...(values.data && { data: values.data }) });
  const terminal = {
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
    ...(values.files && { files: values.files }),
  };
  if (values.json) process.exitCode = (await chatJson(bot, terminal, values.as)) > 0 ? 1 : 0;
  else await chat(bot, terminal, values.as);
  await store.close();
} catch (error) {
  failClearly(error);
}

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../../src/config.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { environment } from '../env.ts';
import { failClearly } from '../fail.ts';

/** `npm run forget -- PERSON`: erases all that is kept about one person, such as somebody who has left. */
try {
  const { values, positionals } = parseArgs({
    options: { data: { type: 'string' } },
    allowPositionals: true,
  });
  const [person] = positionals;
  if (person === undefined || positionals.length > 1)
    throw new Error(
      'Say whom to forget, by the key the store knows them by: npm run forget -- PERSON',
    );
  const { dataDir } = readConfig({
    ...environment(),
    ...(values.data && { DATA_DIR: values.data }),
  });
  const store = openStore(join(dataDir, 'signpost.db'));
  const drafts = (await store.drafts(person)).length;
  await store.forget(person);
  await store.audit({ actor: 'administrator', event: 'person forgotten' });
  await store.close();
  console.log(
    `Erased all that was kept about ${person}, ${drafts} ${drafts === 1 ? 'draft' : 'drafts'} among it.`,
  );
} catch (error) {
  failClearly(error);
}

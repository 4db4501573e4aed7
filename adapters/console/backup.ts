import { join, resolve } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { backUp } from '../../src/store/backup.ts';
import { environment } from '../env.ts';
import { failClearly } from '../fail.ts';

/** `npm run backup -- FILE`: a copy of the store, also while Signpost is running. */
try {
  const [file] = process.argv.slice(2);
  if (!file) throw new Error('Say where to: npm run backup -- FILE');
  const { dataDir, draftKeyFile } = readConfig(environment());
  const { drafts, keys } = backUp(join(dataDir, 'signpost.db'), file);
  console.log(`Backed up to ${resolve(file)} and verified. Drafts in it: ${drafts}.`);
  console.log(
    `Its drafts are useless without the master key${keys.map((key) => ` ${key}`).join()}, which is not in it: keep a copy of ${resolve(draftKeyFile)} somewhere else, as safe as the drafts.`,
  );
} catch (error) {
  failClearly(error);
}

import { join, resolve } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { restore } from '../../src/store/backup.ts';
import { environment } from '../env.ts';
import { failClearly } from '../fail.ts';

/** `npm run restore -- FILE`: puts a backup in place. Stop Signpost first; it refuses while it runs. */
try {
  const [file] = process.argv.slice(2);
  if (!file) throw new Error('Say which backup: npm run restore -- FILE');
  const { dataDir, draftKeyFile } = readConfig(environment());
  const { drafts, keys, erased, aside } = restore(file, join(dataDir, 'signpost.db'));
  const before = aside
    ? `The store that was there is kept as ${aside}: delete it once you need it no more, for it may hold drafts erased since.`
    : 'No store was there.';
  console.log(
    `Restored ${resolve(file)} to ${resolve(dataDir)}. Drafts in it: ${drafts}; erasures replayed: ${erased}. ${before}`,
  );
  if (drafts > 0)
    console.log(
      `They open only with the master key ${keys.join(', ')}: see that ${resolve(draftKeyFile)} holds it before you start Signpost.`,
    );
} catch (error) {
  failClearly(error);
}

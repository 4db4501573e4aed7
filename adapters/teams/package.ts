/** `npm run teams:package`: the app as a zip that an administrator uploads in the Teams admin centre. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { strToU8, zipSync } from 'fflate';
import { environment } from '../env.ts';
import { failClearly } from '../fail.ts';
import { appManifest } from './manifest.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'manifest', 'teams');

try {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: 'signpost-teams.zip' } },
  });
  const template = readFileSync(join(FOLDER, 'manifest.json'), 'utf8');
  const zip = zipSync({
    'manifest.json': strToU8(appManifest(template, environment())),
    'color.png': readFileSync(join(FOLDER, 'color.png')),
    'outline.png': readFileSync(join(FOLDER, 'outline.png')),
  });
  writeFileSync(values.out, zip);
  console.log(
    `${values.out} is ready. Upload it in the Teams admin centre, "Manage apps", "Upload new app".`,
  );
} catch (error) {
  failClearly(error);
}

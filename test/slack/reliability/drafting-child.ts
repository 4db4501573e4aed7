/**
 * A program to be killed: the Slack surface over a real store and key file.
 *
 *     drafting-child.ts FOLDER API_URL BOT_TOKEN SIGNING_SECRET
 *
 * The folder holds the store, the key file and `light.json`. It says where it listens.
 */

import { readFileSync, writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { openKeyring } from '../../../src/safety/seal.ts';
import { openStore } from '../../../src/store/sqlite.ts';

// What makes Word and Excel files is a third of the start, and nothing is exported here.
const nothing = 'data:text/javascript,export const exportFiles = undefined';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === './export.ts' ? { url: nothing, shortCircuit: true } : next(specifier, context),
});
const { startLight } = await import('./light-surface.ts');

const [folder = '', apiUrl = '', botToken = '', signingSecret = ''] = process.argv.slice(2);
const { url } = await startLight({
  files: JSON.parse(readFileSync(join(folder, 'light.json'), 'utf8')),
  settings: { apiUrl, botToken, signingSecret },
  store: openStore(join(folder, 'signpost.db')),
  keyring: openKeyring(join(folder, 'master.key')),
  report: (error) => say(`wrong ${error instanceof Error ? error.message : String(error)}`),
});
say(`listens ${url}`);
// Goes when whoever started it is gone.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

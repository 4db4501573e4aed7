/**
 * A program to be killed: it drafts the made-up application from wherever the draft stands, and
 * says each answer once the bot has acknowledged it.
 *
 *     drafting-child.ts FOLDER PERSON TURN
 *
 * The folder holds the store, the key file and `light.json`.
 */

import { readFileSync, writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { makeDrafts } from '../../../src/guide/drafts.ts';
import { openKeyring } from '../../../src/safety/seal.ts';
import { openStore } from '../../../src/store/sqlite.ts';
import { talk } from '../drive.ts';
import { answerAll, theScript } from './answering.ts';

// What makes Word and Excel files is a third of the start, and nothing is exported here.
const nothing = 'data:text/javascript,export const exportFiles = undefined';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === './export.ts' ? { url: nothing, shortCircuit: true } : next(specifier, context),
});
const { formOf, lightBot, lightKnowledge } = await import('./light.ts');

const [folder = '', person = '', turns = '0'] = process.argv.slice(2);
const files = JSON.parse(readFileSync(join(folder, 'light.json'), 'utf8'));
const keyring = openKeyring(join(folder, 'master.key'));
const store = openStore(join(folder, 'signpost.db'));
const form = formOf(files);
const senco = talk(lightBot(store, keyring, { form, knowledge: lightKnowledge(files) }), person);
const drafts = await makeDrafts(store, keyring).list(person);
const kept = drafts.flatMap(({ answers }) => [...answers.keys()]);

say('ready');
let reply = await senco.say('carry on');
if (drafts.length === 0) {
  await senco.say('start a one point application');
  reply = await senco.submit('draft-start:one-point', { reference: 'teal-7' });
  say('begun');
}
await answerAll(senco, reply, theScript(), {
  kept,
  typed: (turn) => (turn + Number(turns)) % 2 === 0,
  told: (acknowledged) => say(JSON.stringify(acknowledged)),
});
say('complete');
// Waits to be killed, and goes when whoever started it is gone.
process.stdin.resume();

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

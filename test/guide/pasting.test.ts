import { beforeAll, expect, test } from 'vitest';
import { makeBot } from '../../src/bot.ts';
import { readForms } from '../../src/guide/forms.ts';
import { plainText } from '../../src/reply.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { theKnowledge } from '../the-knowledge.ts';
import { askOf, pathOf, type Talk, talk } from './drive.ts';

let person: Talk;
beforeAll(async () => {
  const knowledge = theKnowledge();
  const forms = readForms('knowledge', knowledge);
  const drafting = { forms, keyring: memoryKeyring(), today: () => '2026-11-24' };
  person = talk(makeBot({ knowledge, store: openStore(':memory:'), drafting }));
  await person.say('start an application');
  await person.say('teal-41');
});

const TABLE = [
  ['Provision', 'Staff', 'Ratio', 'Mins', 'Frequency', 'Weeks', 'Rate', 'Paid from'],
  ['Reading programme', 'TA', '1:1', '30 mins', 'daily', '38', '£16.50', 'SEN budget'],
  ['Social group', 'HLTA', '1:5', '45', 'now and then', '38', '£20', 'pupil premium'],
];
const pasted = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => row.join('\t')).join('\n');

test('a table pasted into the map becomes rows; what was not understood is asked, not guessed', async () => {
  await person.say('go to costs');
  const reply = await person.say(pasted(TABLE));
  const words = plainText(reply);
  expect(words).toContain('Read 2 rows');
  expect(words).toContain('£1,567.50');
  expect(words).toMatch(/Row 2: .*now and then/);
  expect(words).toMatch(/Not in the sum yet.*Social group/);
  // The first thing missing in the first row is put next.
  expect(pathOf(askOf(reply)?.fields[0] ?? expect.fail('nothing is asked'))).toMatch(
    /^provision\/1\/other$/,
  );
});

test('a row with a child in it is refused whole, and nothing of it is kept', async () => {
  const before = plainText(await person.say('show the costs'));
  const [head = [], first = []] = TABLE;
  const reply = await person.say(
    pasted([head, first.with(0, 'Reading with a pupil called Marta Nowak')]),
  );
  expect(reply.outcome).toBe('refused');
  expect(plainText(reply)).not.toContain('Nowak');
  expect(plainText(await person.say('show the costs'))).toBe(before);
});

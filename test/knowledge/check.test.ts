import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeAnswerer } from '../../src/answer/answer.ts';
import { composeSafeguarding } from '../../src/answer/compose.ts';
import { KnowledgeError } from '../../src/knowledge/problem.ts';
import { inspectKnowledge, readKnowledge } from '../../src/knowledge/read.ts';
import { locate } from '../../src/knowledge/source.ts';
import { plainText } from '../../src/reply.ts';
import { theKnowledge } from '../the-knowledge.ts';

const TODAY = '2026-11-24';
const REAL = join(import.meta.dirname, '..', '..', 'knowledge');
const LISTS = [
  'sources.yaml',
  'glossary.yaml',
  'words.yaml',
  'contacts.yaml',
  'councils.yaml',
  'suggestions.yaml',
  'safety.yaml',
  'worries.txt',
  'ordinary.txt',
];

/** A sound card; the line numbers below count from its first line of ---. */
const CARD = `---
title: A card for the tests
for: [governors, headteacher, senco, teacher, council]
force: must
status: in force
sources: [cfa-2014#s67-2]
read: [excerpt]
confidence: high
asks:
  - first question of the test card
  - second question of the test card
  - third question of the test card
checked: 2026-11-23
review: 2027-09-01
owner: SEND team
---
The test card says one thing.

It says no more.
`;
const FILE = 'england/test/tested.md';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-knowledge-'));
  for (const list of LISTS) copyFileSync(join(REAL, list), join(folder, list));
  write(FILE, CARD);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** Writes the file anew with one thing changed, which must have been there. */
function change(file: string, from: string, to: string) {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(from);
  write(file, text.replace(from, to));
}

const problems = () => inspectKnowledge(folder, TODAY).problems;

/** What reading the folder is refused with. */
function refusal(): KnowledgeError {
  try {
    readKnowledge(folder, TODAY);
  } catch (error) {
    if (error instanceof KnowledgeError) return error;
    throw error;
  }
  throw new Error('The folder was read as if nothing were wrong with it.');
}

describe('an editor is told', () => {
  test('nothing of a sound folder', () => {
    expect(problems()).toEqual([]);
    expect(readKnowledge(folder, TODAY).byId.has('tested')).toBe(true);
  });

  test.each([
    [
      'an unknown source',
      'cfa-2014#s67-2',
      'cfa-2041#s67-2',
      6,
      /"cfa-2041" is not in sources\.yaml: add it there/,
    ],
    [
      'a place that is not in an Act',
      '#s67-2',
      '#para6.2',
      6,
      /"para6\.2" is not a place of cfa-2014: write s67/,
    ],
    [
      'a place that is not in a page',
      'cfa-2014#s67-2',
      'cfa-2014, stockton-guidance#nowhere',
      6,
      /"nowhere" is not a place of stockton-guidance: its places are .*governors/,
    ],
    ['a missing field', 'owner: SEND team\n', '', 2, /^owner: /],
    ['a field that does not exist', 'owner:', 'ownr:', 2, /ownr/],
    ['a role that does not exist', 'council]', 'counsel]', 3, /^for\.4: /],
    [
      'a date that is none',
      'review: 2027-09-01',
      'review: September 2027',
      14,
      /^review: must be a date like 2026-11-23/,
    ],
    [
      'a must without law',
      'cfa-2014#s67-2',
      'send-code-2015#para6.2',
      4,
      /says must, but no source is law: cite the Act/,
    ],
    [
      'a related card that is none',
      'owner:',
      'related: [nobody]\nowner:',
      15,
      /"nobody" is not a card: mend the id/,
    ],
    [
      'a contact that is none',
      'owner:',
      'contact: nobody\nowner:',
      15,
      /"nobody" is not in contacts\.yaml: add it or mend/,
    ],
    [
      'low confidence without a caution',
      'confidence: high',
      'confidence: low',
      8,
      /is below high: say why in caution/,
    ],
    [
      'a review before the check',
      'review: 2027-09-01',
      'review: 2026-11-01',
      14,
      /is before checked \(2026-11-23\): set a later date/,
    ],
    [
      'too few questions',
      '  - third question of the test card\n',
      '',
      10,
      /^asks: needs at least three questions/,
    ],
    [
      'no front matter',
      '---\ntitle',
      'title',
      1,
      /has no front matter: start the file with a line of ---/,
    ],
    [
      'an empty body',
      'The test card says one thing.\n\nIt says no more.\n',
      '\n',
      17,
      /has no answer: write it below/,
    ],
    [
      'YAML that cannot be read',
      'title: A card',
      'title: A: card',
      2,
      /is not valid YAML: .*in quotes/,
    ],
    [
      'a place of the page that differs from none',
      'asks:',
      'differs:\n  - from: stockton-guidance#nowhere\n    says: says so\n    now: it is not so\nasks:',
      10,
      /"nowhere" is not a place of stockton-guidance/,
    ],
  ])('of %s, with file, line and mend', (_mistake, from, to, line, says) => {
    change(FILE, from, to);
    const error = refusal();
    expect(error.message).toContain(`${FILE}:`);
    expect(error.problems).toContainEqual({
      file: FILE,
      line,
      says: expect.stringMatching(says),
      level: 'error',
    });
  });

  test('of a should without guidance', () => {
    change(FILE, 'force: must', 'force: should');
    change(FILE, 'cfa-2014#s67-2', 'stockton-guidance#governors');
    expect(problems()).toContainEqual({
      file: FILE,
      line: 4,
      says: expect.stringMatching(/says should, but no source is guidance/),
      level: 'error',
    });
  });

  test('of a question asked in two cards, whatever its capitals and stops', () => {
    const twin = CARD.replace('first question of', 'Second question, of').replaceAll(
      / (second|third) question/g,
      ' $1 other question',
    );
    write('stockton-on-tees/test/twin.md', twin);
    expect(problems()).toEqual([
      {
        file: 'stockton-on-tees/test/twin.md',
        line: 10,
        says: `"Second question, of the test card" is also asked in ${FILE}: keep it in one of them`,
        level: 'error',
      },
    ]);
  });

  test('of two cards of one name', () => {
    const twin = CARD.replaceAll(/question of the test card/g, 'question of its twin');
    write('stockton-on-tees/test/tested.md', twin);
    expect(problems()).toEqual([
      {
        file: 'stockton-on-tees/test/tested.md',
        line: 2,
        says: `has the same name as ${FILE}: rename one, ids are unique`,
        level: 'error',
      },
    ]);
  });

  test('of a role left without a duty', () => {
    change(FILE, ', teacher, council]', ', council]');
    expect(problems().map(({ says }) => says)).toEqual([
      expect.stringMatching(/no duty for the role "teacher": name it in the "for"/),
    ]);
  });

  test('of an overdue review and a long sentence, as notes that stop nothing', () => {
    change(FILE, 'checked: 2026-11-23', 'checked: 2025-01-01');
    change(FILE, 'review: 2027-09-01', 'review: 2026-11-23');
    change(FILE, 'It says no more.', `It says ${'far '.repeat(25)}more.`);
    expect(problems()).toEqual([
      {
        file: FILE,
        line: 14,
        says: 'passed on 2026-11-23: check the card again and move it on',
        level: 'note',
      },
      {
        file: FILE,
        line: 17,
        says: expect.stringMatching(/has a sentence of 28 words: split "It says far/),
        level: 'note',
      },
    ]);
    expect(readKnowledge(folder, TODAY).cards.length).toBeGreaterThan(0);
  });

  test('on the day of the review nothing yet', () => {
    change(FILE, 'review: 2027-09-01', `review: ${TODAY}`);
    expect(problems()).toEqual([]);
  });
});

describe('a folder that cannot be used', () => {
  test('stops the reading with file, line and mend, and says how many more there are', () => {
    change(FILE, 'cfa-2014#s67-2', 'cfa-2041');
    change(FILE, 'confidence: high', 'confidence: low');
    expect(() => readKnowledge(folder, TODAY)).toThrow(
      /^The knowledge cannot be read: england\/test\/tested\.md:6 "cfa-2041" is not in sources\.yaml: add it there, .* \(and 2 more\)\. Run "npm run check:knowledge"/,
    );
  });

  test('names the folder looked in when there is none', () => {
    const missing = join(folder, 'nowhere');
    expect(() => readKnowledge(missing, TODAY)).toThrow(/set KNOWLEDGE_DIR to the folder.*nowhere/);
  });

  test.each(LISTS.filter((list) => list !== 'sources.yaml'))('names %s when it is gone', (list) => {
    rmSync(join(folder, list));
    expect(() => readKnowledge(folder, TODAY)).toThrow(`${list}:1 is missing: put it back`);
  });

  test.each([
    [
      'glossary.yaml',
      '- term: AP\n',
      '- term: AP\n  termed: AP\n',
      /glossary\.yaml:\d+ \d+: .*termed/,
    ],
    [
      'contacts.yaml',
      '  checked: 2026-11-23\n',
      '  checked: last week\n',
      /contacts\.yaml:\d+ 0\.checked: must be a date/,
    ],
    [
      'contacts.yaml',
      'sources: [school-practice]',
      'sources: [hearsay]',
      /contacts\.yaml:1 emergency: "hearsay" is not in sources\.yaml/,
    ],
    ['sources.yaml', 'url: https://', 'url: www.', /sources\.yaml:\d+ .*must be a whole address/],
  ])('names a fault in %s', (list, from, to, says) => {
    change(list, from, to);
    expect(() => readKnowledge(folder, TODAY)).toThrow(says);
  });

  test.each([
    ["- Hit and miss's", /"Hit and miss's" holds "Hit": write small letters/],
    ['- hit <nobody>', /"hit <nobody>" names the list <nobody>, which is not there/],
    ['- .. ...', /"\.\. \.\.\." needs at least one whole word/],
  ])('quotes a pattern of safety.yaml that cannot be read: %s', (pattern, says) => {
    change('safety.yaml', '- hit and miss', pattern);
    const {
      problems: [only],
    } = refusal();
    expect(only).toMatchObject({ file: 'safety.yaml', says: expect.stringMatching(says) });
  });
});

describe('the real knowledge', () => {
  const knowledge = theKnowledge();
  const answerer = makeAnswerer(knowledge);
  const written = knowledge.cards.filter(({ file }) => file.endsWith('.md'));
  const shown = (id: string) => plainText(answerer.card(id) ?? { blocks: [] });

  test('has no card without a source that can be found', () => {
    const without = knowledge.cards.filter(
      ({ sources }) => !sources.some((ref) => typeof locate(ref, knowledge.sources) !== 'string'),
    );
    expect(without.map(({ id }) => id)).toEqual([]);
    expect(written.length).toBeGreaterThan(300);
  });

  test('lists the sources of every card below its answer', () => {
    const silent = written.filter(({ id }) => !/^\[1\] \S.*\(checked \d{4}-/m.test(shown(id)));
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  test('says of a card that was not re-read that it was not', () => {
    const unread = written.filter(({ read }) => read.every((way) => way === 'knowledge'));
    expect(unread.length).toBeGreaterThan(0);
    expect(unread.filter(({ id }) => !/not re-read/.test(shown(id))).map(({ id }) => id)).toEqual(
      [],
    );
  });

  test('shows the caution of every card that has one', () => {
    const doubtful = written.filter(({ caution }) => caution);
    expect(doubtful.length).toBeGreaterThan(0);
    expect(
      doubtful
        .filter(({ id, caution = '' }) => !shown(id).includes(caution.replace(/\.$/, '')))
        .map(({ id }) => id),
    ).toEqual([]);
  });

  const unsure = [...knowledge.contacts.values()].filter(({ confirm }) => confirm);

  test('has three contacts to be confirmed, each with a caution', () => {
    expect(unsure.map(({ id }) => id)).toEqual([
      'childrens-hub',
      'emergency-duty-team',
      'designated-officer',
    ]);
    expect(unsure.filter(({ caution }) => !caution)).toEqual([]);
  });

  test.each(unsure.map((contact) => [contact.id, contact] as const))(
    '%s is never shown without its caution',
    (_id, contact) => {
      const caution = (contact.caution ?? '').replace(/\.$/, '');
      const detail = contact.phone ?? contact.detail;
      const texts = [
        ...knowledge.cards.map(({ id }) => shown(id)),
        ...contact.asks.map((ask) => plainText(answerer.answer(ask, { turns: [] }))),
        plainText(composeSafeguarding(knowledge)),
      ];
      const naming = texts.filter((text) => text.includes(detail));
      expect(naming.length).toBeGreaterThan(1);
      expect(naming.filter((text) => !text.includes(caution))).toEqual([]);
    },
  );
});

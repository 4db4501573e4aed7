/**
 * What leaves on the wire through real botbuilder, which drops what its lists do not know: citations,
 * the label of a model's words, the feedback buttons, the cards and their twins in plain text.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTeams as startSurface, type Teams } from '../../adapters/teams/listen.ts';
import type { TeamsSettings } from '../../adapters/teams/settings.ts';
import type { Block, CitedSource, Reply } from '../../src/reply.ts';
import { memoryKeyring } from '../../src/safety/seal.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { type Program, startProgram } from './program.ts';
import { checkCard } from './standin/card-rules.ts';
import { isObject, type Json, objectOf, objectsOf, textOf } from './standin/json.ts';
import { type Person, startTeams, type TeamsStandIn } from './standin/teams.ts';

let teams: TeamsStandIn;
let program: Program;
/** The surface before a core that says whatever a test wants. */
let bare: { surface: Teams; url: string; stop(): void };
let saying: Reply['blocks'] = [];
let anna: Person;
let settings: TeamsSettings;

beforeAll(async () => {
  teams = await startTeams();
  settings = {
    local: false,
    appId: teams.app.id,
    password: teams.app.secret,
    type: 'SingleTenant',
    appTenant: teams.app.tenant,
    tenants: [teams.tenant('one').id],
  };
  program = await startProgram(settings, teams.instead);
  bare = await startBare();
  anna = teams.user('one', 'anna');
});
afterAll(async () => {
  await program.stop();
  await bare.surface.stop();
  bare.stop();
  await teams.close();
});
beforeEach(() => {
  teams.reset();
  teams.deliverTo(program.url);
  program.turns.splice(0);
});

async function startBare(): Promise<typeof bare> {
  const server = createServer((request, response) => void surface.handle(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  const surface = await startSurface(settings, {
    bot: {
      handle: async () => ({ outcome: 'answered', blocks: saying, cards: [] }),
      find: () => [],
    },
    store: openStore(':memory:'),
    keyring: memoryKeyring(),
    isCardLink: (address) => address.startsWith('https://www.gov.uk/'),
    report: (error) => {
      throw error;
    },
    instead: teams.instead,
  });
  return { surface, url, stop: () => server.close() };
}

async function doing(act: Promise<unknown>): Promise<void> {
  await act;
  await program.settle();
  await bare.surface.settle();
}

/** The bodies of what was sent and updated, as they came in. */
const wired = () =>
  teams
    .calls()
    .filter(({ method }) => method === 'send' || method === 'update')
    .map(({ body }) => objectOf(body));

/** What the bare core has sent. */
async function sent(...blocks: Block[]): Promise<Json[]> {
  saying = blocks;
  teams.deliverTo(bare.url);
  const before = wired().length;
  await doing(anna.say('anything'));
  return wired().slice(before);
}

const source = (mark: number, more: Partial<CitedSource> = {}): CitedSource => ({
  mark,
  id: `s${mark}`,
  title: `Source number ${mark}`,
  locator: `section ${mark}`,
  url: `https://www.gov.uk/${mark}`,
  force: 'must',
  status: 'in force',
  checked: '2026-11-23',
  ...more,
});

const text = (said: string): Block => ({ kind: 'text', text: said });
const byModel: Block = { kind: 'text', text: 'Schools must do so [1].', byModel: true };
const sources: Block = { kind: 'sources', sources: [source(1), source(2, { url: '' })] };
const ROOT = 'https://schema.org/Message';

describe('entities', () => {
  test('citations leave whole, as Microsoft documents them', async () => {
    const [message] = await sent(text('Schools must do so [1], and more [2].'), sources);
    expect(message?.entities).toEqual([
      {
        type: ROOT,
        '@type': 'Message',
        '@context': 'https://schema.org',
        '@id': '',
        citation: [
          {
            '@type': 'Claim',
            position: 1,
            appearance: {
              '@type': 'DigitalDocument',
              name: 'Source number 1',
              url: 'https://www.gov.uk/1',
              abstract: 'section 1, Must, checked 23 November 2026',
            },
          },
          {
            '@type': 'Claim',
            position: 2,
            appearance: {
              '@type': 'DigitalDocument',
              name: 'Source number 2',
              abstract: 'section 2, Must, checked 23 November 2026',
            },
          },
        ],
      },
    ]);
    expect(teams.activities(anna.chat).at(-1)?.byModel).toBe(false);
  });

  test('the label is on what a model worded, and says so in words too', async () => {
    const [message] = await sent(byModel, sources);
    expect(objectsOf(message?.entities)[0]?.additionalType).toEqual(['AIGeneratedContent']);
    expect(teams.activities(anna.chat).at(-1)?.byModel).toBe(true);
    expect(textOf(message?.text)).toContain('An AI model worded this');
    const [without] = await sent(byModel);
    expect(objectsOf(without?.entities)[0]?.additionalType).toEqual(['AIGeneratedContent']);
  });

  test('the label is on nothing else', async () => {
    for (const blocks of [
      [text('Plain words.')],
      [text('Cited [1].'), sources],
      [text('A choice:'), { kind: 'choices', choices: [{ action: 'card:a', label: 'A' }] }],
    ] satisfies Block[][])
      for (const message of await sent(...blocks)) {
        expect(JSON.stringify(message)).not.toContain('AIGeneratedContent');
        expect(textOf(message.text)).not.toContain('AI model');
      }
  });

  test('of 30 sources 20 are cited; long names and abstracts are cut; no address but a card’s', async () => {
    const many = Array.from({ length: 30 }, (_, at) =>
      source(at + 1, {
        title: 'T'.repeat(200),
        locator: 'L'.repeat(300),
        url: 'http://evil.example/',
      }),
    );
    const marks = many.map(({ mark }) => `[${mark}]`).join(' ');
    const [message] = await sent(text(`All of it ${marks}`), { kind: 'sources', sources: many });
    const [root, ...more] = objectsOf(message?.entities);
    expect(more).toEqual([]);
    const cited = objectsOf(root?.citation);
    expect(cited).toHaveLength(20);
    for (const { position, appearance } of cited) {
      const { name, abstract, url } = objectOf(appearance);
      expect(textOf(message?.text)).toContain(`[${position}]`);
      expect(textOf(name).length).toBeLessThanOrEqual(80);
      expect(textOf(abstract).length).toBeLessThanOrEqual(160);
      expect(url).toBeUndefined();
    }
    expect(teams.problems()).toEqual([]);
  });
});

describe('the feedback buttons', () => {
  test('are on an answer that can be rated, and nowhere else', async () => {
    const [rated] = await sent(text('An answer [1].'), sources, { kind: 'rating', answer: 'a1' });
    expect(objectOf(rated?.channelData).feedbackLoop).toEqual({ type: 'default' });
    const [plain] = await sent(text('No answer.'));
    expect(objectOf(plain?.channelData).feedbackLoop).toBeUndefined();
  });

  test('are once on an answer that is too long for one message', async () => {
    const long = Array.from({ length: 2_000 }, (_, at) => `Sentence number ${at} of many [1].`);
    const messages = await sent(text(long.join('\n')), sources, { kind: 'rating', answer: 'a1' });
    expect(messages.length).toBeGreaterThan(1);
    const marked = messages.map(({ channelData }) => objectOf(channelData).feedbackLoop);
    expect(marked.filter(Boolean)).toHaveLength(1);
    for (const message of messages)
      expect(JSON.stringify(message).length * 2).toBeLessThanOrEqual(102_400);
  });
});

describe('a file', () => {
  test('is offered by a consent card, and once taken shown by its own', async () => {
    const bytes = Buffer.from('the bytes of a file');
    const [words, offer] = await sent(text('Here is your file.'), {
      kind: 'file',
      name: 'one point.docx',
      mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      bytes,
    });
    expect(words?.text).toBe('Here is your file.');
    const [card, ...more] = objectsOf(offer?.attachments);
    expect(more).toEqual([]);
    expect(card).toEqual({
      contentType: 'application/vnd.microsoft.teams.card.file.consent',
      name: 'one point.docx',
      content: {
        description: expect.any(String),
        sizeInBytes: bytes.length,
        acceptContext: { file: expect.stringMatching(/^[\w-]{32}$/) },
        declineContext: { file: expect.stringMatching(/^[\w-]{32}$/) },
      },
    });
    await doing(anna.consent(teams.activities(anna.chat).at(-1) ?? '', 'accept'));
    const [info] = teams.activities(anna.chat).at(-1)?.attachments ?? [];
    expect(info).toMatchObject({
      contentType: 'application/vnd.microsoft.teams.card.file.info',
      name: 'one point.docx',
      contentUrl: expect.stringMatching(/^https:\/\/one-my\.sharepoint\.com\//),
      content: { uniqueId: expect.any(String), fileType: 'docx' },
    });
    expect(teams.files()[0]?.bytes.equals(bytes)).toBe(true);
    expect(teams.files()[0]?.complete).toBe(true);
  });
});

/** Conversations in which most of what there is to show is shown. */
const CONVERSATIONS: Record<string, readonly string[]> = {
  questions: [
    'help',
    'What is the Local Offer for?',
    'What must governors do about SEND?',
    'and for colleges?',
    'plan',
    'what is the weather today',
    'a child told me that her uncle hits her at night',
    'What is my dog called?',
  ],
  drafting: [
    'start an application',
    'K7-blue',
    'no',
    'why do you ask',
    'skip',
    'where was I',
    'change needs',
    'Reads for nine minutes and needs every task said again in short steps.',
    'go to costs',
    'show the costs',
    'check it',
    'show me what the panel would see',
    'show parked',
    'What is the Local Offer for?',
    'export',
    'show my drafts',
    'delete it',
    'no',
    'stop',
    'what do you keep about me?',
  ],
  'a check of duties': ['start a duty check', 'K8-red', 'yes', 'no', 'check it', 'export'],
};

/** All that is read where cards are not shown, without marks. */
const bareWords = (said: string) =>
  said
    .replace(/\[([^\]]+)\]\((?:https?|mailto):[^)]+\)/g, '$1')
    .replace(/[*_`\\]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');

/** What a person must be able to read of a reply. */
function essentials(blocks: Reply['blocks']): string[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'text':
        return block.text.split('\n').map((line) => line.replace(/^- /, ''));
      case 'choices':
        return block.choices.map(({ label }) => label);
      case 'ask':
        return [...block.fields.map(({ label }) => label), ...(block.title ? [block.title] : [])];
      case 'progress':
        return [block.section];
      case 'duties':
        return block.rows.map(({ statement }) => statement);
      case 'sources':
        return block.sources.map(({ title }) => title);
      case 'checks':
        return block.rows.map(({ message }) => message);
      default:
        return [];
    }
  });
}

describe.each(Object.entries(CONVERSATIONS))('%s, on the wire', (name, said) => {
  test('every message is one that Teams shows well, with cards or without', async () => {
    const at = Object.keys(CONVERSATIONS).indexOf(name);
    const person = teams.user('one', ['anna', 'ben', 'cara'][at] ?? '');
    await doing(person.install());
    for (const words of said) {
      program.turns.splice(0);
      const before = wired().length;
      await doing(person.say(words));
      const messages = wired().slice(before);
      const plain = messages.map(({ text: spoken, attachments }) =>
        [
          textOf(spoken),
          ...objectsOf(attachments).map(({ content }) => textOf(objectOf(content).fallbackText)),
        ].join('\n'),
      );
      const read = bareWords(plain.join('\n'));
      const wanted = program.turns.flatMap(({ reply }) => essentials(reply.blocks));
      const missing = wanted
        .map((one) => bareWords(one).trim())
        .filter((one) => !read.includes(one));
      expect(missing, words).toEqual([]);
    }
    for (const message of wired()) {
      const attachments = objectsOf(message.attachments);
      const hasText = textOf(message.text).trim() !== '';
      expect(Number(hasText) + attachments.length, JSON.stringify(message)).toBe(1);
      expect(textOf(message.summary)).not.toBe('');
      expect(JSON.stringify(message).length * 2).toBeLessThanOrEqual(80_000);
      for (const { contentType, content } of attachments)
        if (textOf(contentType).endsWith('card.adaptive')) expect(checkCard(content)).toEqual([]);
      const marks = new Set(
        [...textOf(message.text).matchAll(/\[(\d+)\]/g)].map(([, n]) => Number(n)),
      );
      const cited = objectsOf(objectsOf(message.entities)[0]?.citation);
      // Each citation has its mark, and each mark its citation as far as there may be so many.
      const first = [...marks].sort((one, two) => one - two).slice(0, 20);
      if (cited.length > 0) expect(cited.map(({ position }) => position)).toEqual(first);
      expect(JSON.stringify(message)).not.toContain('AIGeneratedContent');
      expect(isObject(message.suggestedActions)).toBe(false);
    }
    expect(teams.problems()).toEqual([]);
    expect(program.reports).toEqual([]);
  });
});

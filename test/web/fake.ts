/** A small stand-in for the core: it answers with every kind of block, and remembers what it was given. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Handle, type WebSettings, webRoutes } from '../../adapters/web/listen.ts';
import type { Incoming } from '../../src/incoming.ts';
import { type Block, FORCES, type Reply, STATUSES } from '../../src/reply.ts';

/** One of each kind of block, with every force, status, level and input. */
export const EVERY_KIND: readonly Block[] = [
  {
    kind: 'text',
    text: 'The governing body **must** designate a teacher as SENCO [1].\n\n- The SENCO must be a qualified teacher\n- See [the regulations](https://www.legislation.gov.uk/uksi/2014/1530) [2]',
  },
  { kind: 'text', text: 'In short: the governors choose.', byModel: true },
  {
    kind: 'duties',
    title: 'What governors must and should do',
    rows: [
      ...FORCES.map((force) => ({
        statement: `A statement whose force is ${force}.`,
        force,
        status: 'in force' as const,
        marks: [1],
      })),
      ...STATUSES.map((status) => ({
        statement: `A statement that is ${status}.`,
        force: 'must' as const,
        status,
        marks: [1, 2],
      })),
    ],
  },
  {
    kind: 'table',
    columns: ['Provision', 'Hours a week', 'Cost a year'],
    rows: [
      ['Speech and language programme delivered by a teaching assistant', '2.5', '£1,950.00'],
      ['Small group', '1', '£412.50'],
    ],
    total: ['Total', '3.5', '£2,362.50'],
  },
  {
    kind: 'checks',
    rows: [
      { level: 'stop', message: 'Two cycles of the graduated approach are needed.', marks: [2] },
      { level: 'warn', message: 'The costs are below £6,000.', marks: [] },
      { level: 'note', message: 'The panel meets each fortnight.', marks: [1] },
    ],
  },
  { kind: 'progress', done: 3, of: 12, section: 'Costs' },
  {
    kind: 'choices',
    prompt: 'Which do you mean?',
    choices: [
      { action: 'open:senco', label: 'The SENCO' },
      {
        action: 'open:governor',
        label: 'The SEND governor, and what the whole governing body does',
      },
    ],
  },
  {
    kind: 'ask',
    id: 'form-1',
    title: 'About the provision',
    fields: [
      { id: 'line', label: 'Name of the school', input: 'line', required: true },
      {
        id: 'lines',
        label: 'What has been tried',
        hint: 'Leave out names.',
        input: 'lines',
        required: false,
      },
      {
        id: 'one',
        label: 'Phase',
        input: 'one',
        options: [
          { value: 'p', label: 'Primary' },
          { value: 's', label: 'Secondary' },
        ],
        required: true,
      },
      {
        id: 'many',
        label: 'Areas of need',
        hint: 'Choose all that apply.',
        input: 'many',
        options: [
          { value: 'ci', label: 'Communication and interaction' },
          { value: 'cl', label: 'Cognition and learning' },
        ],
        required: true,
      },
      { id: 'yesno', label: 'Has the parent agreed?', input: 'yesno', required: true },
      {
        id: 'ticks',
        label: 'Confirm',
        input: 'ticks',
        options: [{ value: 'read', label: 'I have read the guidance' }],
        required: true,
      },
      {
        id: 'date',
        label: 'Date of the review',
        hint: 'For example, 24 11 2026',
        input: 'date',
        required: true,
      },
      { id: 'month', label: 'Month it began', input: 'month', required: false },
      { id: 'number', label: 'Hours a week', input: 'number', required: true },
      { id: 'percent', label: 'Attendance', input: 'percent', required: true },
      { id: 'money', label: 'Cost a year', hint: 'In pounds.', input: 'money', required: true },
    ],
    submit: 'Save and go on',
  },
  {
    kind: 'file',
    name: 'draft – ONE Point.docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    bytes: new TextEncoder().encode('the bytes of a file'),
  },
  {
    kind: 'sources',
    sources: [
      {
        mark: 1,
        id: 'cfa-2014',
        title: 'Children and Families Act 2014',
        locator: 'section 67(2)',
        url: 'https://www.legislation.gov.uk/ukpga/2014/6/section/67',
        force: 'must',
        status: 'in force',
        checked: '2026-11-23',
      },
      {
        mark: 2,
        id: 'handbook',
        title: 'Panel handbook',
        locator: '',
        url: '',
        force: 'local',
        status: 'proposed',
        checked: '2026-10-01',
      },
    ],
  },
  { kind: 'rating', answer: 'answer-1' },
];

const ASK = EVERY_KIND.filter((block) => block.kind === 'ask');

const text = (words: string): readonly Block[] => [{ kind: 'text', text: words }];

/** The fake core, and what it was given. */
export function fakeCore(): { handle: Handle; given: Incoming[] } {
  const given: Incoming[] = [];
  const reply = (blocks: readonly Block[], outcome: Reply['outcome'] = 'answered'): Reply => ({
    outcome,
    blocks,
    cards: [],
    ...((outcome === 'refused' || outcome === 'safeguarding') && { dropMessage: true as const }),
  });
  const handle: Handle = async (incoming) => {
    given.push(incoming);
    switch (incoming.kind) {
      case 'arrived':
        return reply(text('Hello. Ask me about SEND duties.'), 'helped');
      case 'pressed':
        return reply(text(`You pressed **${incoming.action}**.`));
      case 'rated':
        return reply(text('Thank you for telling us.'), 'helped');
      case 'submitted':
        // A field whose answer was not taken comes back under the id it had; a saved one does not.
        return reply(
          incoming.values.line === 'wrong'
            ? [{ kind: 'text', text: 'That is no name of a school.' }, ...ASK]
            : [
                { kind: 'text', text: 'Saved.' },
                ...ASK.map((ask) => ({
                  ...ask,
                  fields: ask.fields.map((field) => ({ ...field, id: `${field.id}@1` })),
                })),
              ],
          'helped',
        );
      case 'said':
        if (incoming.text.includes('break')) throw new Error('The core broke.');
        if (incoming.text.includes('named child'))
          return reply(text('Take out the name.'), 'refused');
        if (incoming.text.includes('at risk')) return reply(text('Tell your DSL.'), 'safeguarding');
        if (incoming.text.includes('plain')) return reply(text('A plain answer.'));
        return reply(EVERY_KIND);
    }
  };
  return { handle, given };
}

/** A key long enough. */
export const KEY = 'k'.repeat(32);

/** Serves the page on a free port of this machine. */
export async function serve(
  handle: Handle,
  settings: Partial<WebSettings> = {},
): Promise<{ url: string; port: number; close: () => Promise<void> }> {
  const listener = webRoutes(handle, {
    key: KEY,
    suggestions: {
      everyone: ['Who must designate the SENCO?', 'What is the Local Offer?'],
      governors: ['What must the SEND governor do?'],
    },
    perPerson: 1000,
    perAddress: 10_000,
    contact: 'send@example.org',
    sources: [
      {
        title: 'SEND Code of Practice',
        publisher: 'Department for Education',
        url: 'https://www.gov.uk/government/publications/send-code-of-practice-0-to-25',
      },
    ],
    ...settings,
  });
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

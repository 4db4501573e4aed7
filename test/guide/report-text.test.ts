import { describe, expect, test } from 'vitest';
import { questionsOf } from '../../src/guide/form.ts';
import { readForms } from '../../src/guide/forms.ts';
import { readReport } from '../../src/guide/report-text.ts';
import { theKnowledge } from '../the-knowledge.ts';

const form = readForms('knowledge', theKnowledge()).find(
  ({ id }) => id === 'information-report-check',
);
const rowsIn = (table: string) =>
  questionsOf(form as NonNullable<typeof form>).flatMap(({ question }) =>
    question.type === 'rows' && question.id === table ? (question.each ?? []) : [],
  );
const LAW = rowsIn('law');
const ALL = ['law', 'code', 'stockton', 'view'].flatMap(rowsIn);

const states = (text: string, rows = LAW) =>
  new Map(readReport(text, rows).map(({ id, state }) => [id, state]));
const idsIn = (text: string, state: string, rows = LAW) =>
  [...states(text, rows)].filter(([, one]) => one === state).map(([id]) => id);
const row = (...look: string[]) => [{ id: 'item', label: 'Item', look }];
const one = (text: string, ...look: string[]) => readReport(text, row(...look))[0];

/** A made-up school's report that deals with everything. */
const GOOD = `SEN information report
Larkfield Primary School
Last updated: 14 September 2026. Governors reviewed and approved it on 22 September 2026 and do so every year.

This page is for parents and carers. It explains what we do for children with special educational needs (SEN). We changed it after feedback from parents and pupils on last year's report. We change it as soon as anything changes during the year, for example a phone number.

What kinds of SEN do we provide for?
We support children in all four areas of need: communication and interaction, cognition and learning, social, emotional and mental health, and sensory or physical needs. At present that includes autism, dyslexia and hearing loss.

How do we know if a child needs extra help?
Teachers check every child's reading, writing and maths three times a year. If a teacher, a parent or the child has a worry, the SENCO observes and may use a screening test to identify the need.

How do we know that our provision works?
Each half-term the SENCO compares scores before and after each intervention to evaluate what works. A governor looks at the results every term and challenges us on SEN provision.

Progress
We assess, plan, do and review with families each term. Teachers track progress against small steps.

How we teach
Every lesson starts with high quality teaching. Teachers adapt tasks, break them into small steps and use pictures and worked examples for children with SEN.

Curriculum and surroundings
We adapt the curriculum with larger print, shorter tasks and practical materials. Classrooms have a quiet corner and softer lighting.

Extra help with learning
Trained assistants lead small group reading, phonics and maths programmes. Some children have one to one sessions for speech and language.

Clubs and trips
All clubs, trips and sport are open to everyone. We send a second adult or change the activity so that children with SEN join in alongside their friends.

Wellbeing
Our nurture team and an ELSA offer support for emotional and social development every day. A child who is being bullied can talk to any member of the team.

Who is the SENCO?
The SENCO is Mrs Kay Arden. Contact her on 01632 960123 or senco@larkfield.example.org at any time in term.

Staff training
All staff had training on autism and on dyslexia in the last year. The SENCO holds the NPQ. We buy in an educational psychologist and refer to specialist teachers when we need more advice.

Equipment
If a child needs equipment, such as a laptop or a special chair, we ask a specialist what fits and pay for it from our SEN budget or request a loan.

Working with parents
We meet parents of children with SEN three times a year to discuss progress and agree the next plan. Between meetings there is a home book.

Children's own views
Before each review children tell us what helps them. Those who find talking hard use pictures, and we put their views on a one page profile.

If you are unhappy
Speak to the class teacher first, then the SENCO. If you still want to complain, our complaints procedure is on the website and a governor will look at it.

Other services
We work with health, social care, the council's SEN team and two local charities. The school nurse and speech therapists visit us and we refer children to CAMHS.

Help for families
Stockton SENDIASS gives free advice to parents: 01632 960456.

Moving on
Before a child moves to secondary school we plan visits, meet the new SENCO and pass on information. New children visit twice before they start.

The Local Offer is published at www.localoffer.example.gov.uk.

Disabled children
Disabled children are admitted in the same way as everyone else, and our admissions policy says so. We meet the family before they start. We never treat a disabled pupil less favourably, and we make reasonable adjustments to rules and routines. There are ramps at each entrance of the school, a hearing loop in the hall and an accessible toilet. Our accessibility plan was reviewed in 2025 and is on the website.

Next review: September 2027.`;

/** Headings with a line or so each. */
const THIN = `SEN report

Kinds of SEN
We support all needs.

Identification
Teachers identify SEN early.

SENCO
Our SENCO can be contacted through the school office.

Staff training
Staff have training.

Complaints
See the policy.

Transition
To be confirmed.

Accessibility plan
We have an accessibility plan.

Local Offer
The Local Offer tells families what there is in the area for children with SEN and how to get it.`;

/** The good one without six of its items. */
const SIX = [
  'equipment',
  'complaints',
  'local-offer',
  'accessibility-plan',
  'support-contacts',
  'emotional',
];
const WITHOUT_SIX = GOOD.replace(/Equipment\n.*\n/, '')
  .replace(/If you are unhappy\n.*\n/, '')
  .replace(/The Local Offer is.*\n/, '')
  .replace(/ Our accessibility plan.*/, '')
  .replace(/Help for families\n.*\n/, '')
  .replace(/Wellbeing\n.*\n/, '')
  .replace(', social, emotional and mental health,', '');

describe('three reports', () => {
  test('in a good one each item is found', () => {
    expect(idsIn(GOOD, 'missing', ALL)).toEqual([]);
    expect(idsIn(GOOD, 'thin', ALL)).toEqual([]);
  });

  test('each finding shows the words it rests on', () => {
    const found = new Map(readReport(GOOD, ALL).map((one) => [one.id, one.sentence]));
    for (const sentence of found.values()) expect(GOOD).toContain(sentence);
    expect(found.get('senco')).toMatch(/Arden|960123/);
    expect(found.get('complaints')).toMatch(/class teacher|complain/);
    expect(found.get('accessibility-plan')).toMatch(/accessibility plan/);
  });

  test('in a thin one nothing counts as found', () => {
    expect(idsIn(THIN, 'found')).toEqual([]);
    expect(idsIn(THIN, 'thin')).toEqual(
      expect.arrayContaining([
        'kinds',
        'identify',
        'senco',
        'expertise',
        'complaints',
        'transition',
      ]),
    );
    expect(states(THIN).get('accessibility-plan')).toBe('thin');
    expect(states(THIN).get('local-offer')).toBe('thin');
  });

  test('six items that were taken out are missing, and no others', () => {
    expect(idsIn(WITHOUT_SIX, 'missing').sort()).toEqual([...SIX].sort());
  });
});

describe('what looks like an answer and is none', () => {
  test('headings alone', () => {
    const headings = GOOD.split('\n')
      .filter((line) => line && !/[.]$/.test(line))
      .join('\n');
    expect(idsIn(headings, 'found')).toEqual([]);
  });

  test('headings alone, with a blank line between and with question marks', () => {
    expect(
      idsIn(
        '# SEN report\n\n## Complaints\n\n## Transition\n\nWho is the SENCO?\n\nHow do we identify SEN?',
        'found',
      ),
    ).toEqual([]);
  });

  test.each([
    'We do not have an accessibility plan, although we hope to write one in the coming year.',
    'The school does not currently have an accessibility plan on its website for disabled pupils to read.',
    'There is no accessibility plan at present because the last one ran out and was not replaced.',
    "We haven't published an accessibility plan on the website for families of pupils with SEN yet.",
    'No accessibility plan is in place for the website at this school, which has pupils with SEN.',
    'The school has yet to write its accessibility plan, which will go on the website with the SEN report.',
  ])('a denial: %s', (sentence) => {
    const [finding] = readReport(
      `Our SEN information. ${sentence}`,
      LAW.filter(({ id }) => id === 'accessibility-plan'),
    );
    expect(finding).toMatchObject({ state: 'missing', sentence });
  });

  test('a denial of one thing is none of another', () => {
    const text =
      'SEN report. We do not have a lift, but our accessibility plan for 2025 to 2028 is on the website.';
    expect(states(text).get('accessibility-plan')).toBe('found');
  });

  test('a denial that another sentence makes good', () => {
    const text = `SEN report. We do not have an accessibility plan for the nursery.
Our accessibility plan for the school covers the curriculum and was reviewed in May 2025.`;
    expect(states(text).get('accessibility-plan')).toBe('found');
  });

  test.each([
    'We do not treat disabled pupils less favourably, and we make reasonable adjustments for each pupil who needs one.',
    'Clubs and trips are for everyone: children with SEN take part alongside children who do not have SEN.',
  ])('not a denial: %s', (sentence) => {
    expect(readReport(`SEN. ${sentence}`, LAW).some(({ state }) => state === 'found')).toBe(true);
  });

  test('a placeholder', () => {
    expect(
      one(
        'The SENCO is [insert name], contact her by e-mail or phone at the office of the school.',
        'senco & contact',
      )?.state,
    ).toBe('thin');
  });

  test('another policy', () => {
    const behaviour = `Behaviour policy
Complaints
Parents who are unhappy with a suspension may speak to the headteacher. If they still want to complain, the complaints procedure is on the website and governors look at it within ten school days.
Training
All staff have training on the behaviour policy every September and new teachers have it within a week.
Clubs and trips
All pupils may join clubs and trips. A pupil who is suspended does not take part.`;
    expect(idsIn(behaviour, 'found')).toEqual([]);
    expect(idsIn(behaviour, 'missing')).toHaveLength(LAW.length);
    const once = `${behaviour} ${'Pupils wear the uniform and come on time to each lesson. '.repeat(40)} Pupils with SEN follow it as well.`;
    expect(idsIn(once, 'found')).toEqual([]);
  });

  test('a list of contents', () => {
    const contents = LAW.map(({ label }, at) => `${at + 1}. ${label}`).join('\n');
    expect(idsIn(`SEN report\n${contents}`, 'found')).toEqual([]);
  });
});

describe('patterns', () => {
  const SEN = 'We help children with SEN in many ways at this school, every day.';

  test('each part may stand in the next sentence or in the heading', () => {
    expect(
      one(
        `${SEN} Tell us if you are unhappy. The governors will look at it with you.`,
        'unhappy & governor',
      )?.state,
    ).toBe('found');
    expect(
      one(`${SEN} Tell us if you are unhappy. We listen. The governors meet.`, 'unhappy & governor')
        ?.state,
    ).toBe('missing');
    expect(
      one(
        `Complaints\nThe governors will look at anything you bring to them about SEN, within two weeks.`,
        'complain* & governor',
      )?.state,
    ).toBe('found');
  });

  test('endings do not matter, beginnings do', () => {
    expect(one(`${SEN} The plans were reviewed.`, 'review')?.state).toBe('found');
    expect(one(`${SEN} Identification is early.`, 'identif*')?.state).toBe('found');
    expect(one(`${SEN} We preview the work.`, 'review')?.state).toBe('missing');
  });

  test('what is wanted as well', () => {
    const look = 'senco & contact + {email}|{phone}';
    expect(one(`${SEN} Contact the SENCO through the office.`, look)?.state).toBe('thin');
    expect(one('SEN. Contact the SENCO on 01632 960123.', look)?.state).toBe('found');
    expect(one('SEN. Contact the SENCO.\nsenco@larkfield.example.org', look)?.state).toBe('found');
  });

  test('a heading that says so', () => {
    expect(one(`Complaints\n${SEN}`, '# complaint*')?.state).toBe('found');
    expect(one('Complaints about SEN\nSee the policy.', '# complaint*')?.state).toBe('thin');
    expect(one('Complaints about SEN', '# complaint*')).toEqual({
      id: 'item',
      state: 'thin',
      sentence: 'Complaints about SEN',
    });
  });

  test('lines that a PDF broke are read as one sentence', () => {
    const text =
      'SEN\nOur complaints procedure for families of pupils with SEN says to speak to\nthe class teacher and then the\nheadteacher.';
    expect(one(text, 'complain* & headteacher')).toMatchObject({
      state: 'found',
      sentence: expect.stringMatching(/^Our .* headteacher\.$/),
    });
    expect(one(text.replaceAll('\n', '\r\n'), 'complain* & headteacher')?.state).toBe('found');
  });

  test('titles and abbreviations end no sentence', () => {
    expect(
      one(
        'Our SEN lead is Mrs. Arden, e.g. for SEN worries. She is in on most days of the week.',
        'lead & {name}',
      )?.sentence,
    ).toBe('Our SEN lead is Mrs. Arden, e.g. for SEN worries.');
  });

  test('rows without patterns are left out', () => {
    expect(readReport(GOOD, row())).toEqual([]);
  });
});

describe('whatever is pasted', () => {
  test.each([
    '',
    ' \n\t ',
    '\u0000',
    '\ud800',
    '|||||',
    '....',
    '####',
    '**',
    'SEN',
    '{email}',
    '('.repeat(5000),
  ])('%j', (text) => {
    expect(readReport(text, ALL)).toHaveLength(ALL.filter(({ look }) => look.length > 0).length);
  });

  test.each(['', '&', '|', '+', '#', '& & +', '*', '# *', '{nothing}', '(', '\\'])(
    'pattern %j',
    (look) => {
      expect(() => readReport(GOOD, row(look))).not.toThrow();
    },
  );

  test('a very long text is read up to a limit, and soon', () => {
    const begun = performance.now();
    for (const text of [
      'SEN a. '.repeat(60_000),
      'sen '.repeat(100_000),
      `SEN ${'x'.repeat(400_000)}`,
      `${GOOD}\n`.repeat(60),
      'SEN we do not '.repeat(20_000),
      'No '.repeat(90_000),
    ])
      expect(readReport(text, ALL).length).toBeGreaterThan(0);
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(
      one(`${'SEN help. '.repeat(12_000)} The accessibility plan.`, 'accessibility plan')?.state,
    ).toBe('missing');
  });
});

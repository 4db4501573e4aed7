import { describe, expect, test } from 'vitest';
import { makeAnswerer } from '../../src/answer/answer.ts';
import { plainText, type Status } from '../../src/reply.ts';
import { theKnowledge } from '../the-knowledge.ts';

const knowledge = theKnowledge();
const answerer = makeAnswerer(knowledge);

function answer(ask: string) {
  const { outcome, blocks, cards } = answerer.answer(ask, { turns: [] });
  const text = plainText({ blocks });
  return { outcome, text, first: knowledge.byId.get(cards[0] ?? '') };
}

/** Where the page and today's law part, each with what the page says and what holds today. */
const differing = [
  [
    'B01',
    'which qualification does a new senco take',
    /names the older National Award/,
    /NPQ for SENCOs/,
  ],
  ['B02', 'who is exempt from the senco qualification', /before 2014/, /1 September 2009/],
  [
    'B03 SENCO',
    'who appoints the sendco legally',
    /appointing of the SENCO to the head/,
    /governing body or proprietor designates/,
  ],
  [
    'B03 plan',
    'who must prepare the accessibility plan',
    /accessibility plan to the head/,
    /belongs to the responsible body/,
  ],
  [
    'B04',
    'what is the six thousand pound threshold',
    /"national SEN budget"/,
    /should be notional/,
  ],
  [
    'B05',
    'is the fe threshold notionally prescribed',
    /"notionally prescribed"/,
    /the Code says nationally prescribed/,
  ],
  [
    'B06',
    'is the sen information report clause 65',
    /heads this "Clause 65"/,
    /in the Act the duty is section 69/,
  ],
  [
    'B07',
    'does a pupil referral unit or college have to publish a sen information report',
    /"academy schools and settings"/,
    /section 69 names maintained schools, maintained nurseries and academy schools only/,
  ],
  [
    'B08',
    'must a private nursery use best endeavours',
    /must do all four things/,
    /those duties bind maintained nursery schools/,
  ],
  [
    'B09',
    'does every early years setting have to inform parents about sen support',
    /every early years setting must inform/,
    /for other settings the Code says should/,
  ],
  [
    'B10 report',
    'what are the seven recommendations for teaching assistants',
    /seven recommendations/,
    /there are now five/,
  ],
  [
    'B10 title',
    'are the eef report and the ta standards one document',
    /runs the title of that report together/,
    /separate, voluntary document/,
  ],
  [
    'B11',
    'is teachers standards 2011 the current edition',
    /2011, updated 2013/,
    /refreshed in 2021/,
  ],
  [
    'B12',
    'does the 2014 guidance for fe professional standards still hold',
    /2014 initial guidance/,
    /revised the standards in May 2022/,
  ],
  [
    'B13',
    'is using the local offer an exception for settings',
    /"exception"/,
    /"expectation" is meant/,
  ],
  [
    'B14',
    'expected progress is characterised by what',
    /"expected progress is characterised by"/,
    /less than expected/,
  ],
  [
    'B15',
    'are stocktons quotes from the code word for word',
    /prints the Code at 6\.17 as a quotation/,
    /Code itself should be read/,
  ],
  ['B16', 'who is the responsible person for send', /"Responsible Person"/, /older law/],
  [
    'B17 evidence',
    'what evidence does stockton look for on an ehc request',
    /"before considering" a request/,
    /legal test is lower/,
  ],
  [
    'B17 cycles',
    'how many cycles before an ehc needs assessment',
    /at least two cycles/,
    /no legal minimum/,
  ],
  [
    'B18',
    'what is statutory assessment called these days',
    /"statutory assessment"/,
    /education, health and care \(EHC\) needs assessment/,
  ],
  [
    'B19',
    'does one point still offer ems outreach and inreach',
    /EMS outreach and inreach as available/,
    /additionally resourced provisions from September 2025/,
  ],
  [
    'B20',
    'is the one point chair an education adviser',
    /an education adviser chairs/,
    /principal SEN adviser/,
  ],
  [
    'B21',
    'who arranges dispute resolution and mediation for send',
    /"Chapel Mediation Services"/,
    /Chapel Mediation Service\b(?!s)/,
  ],
  [
    'B22',
    "what is the council's childrens strategy",
    /children's strategy and does not name or date it/,
    /SEND and Alternative Provision Strategy 2025 to 2030/,
  ],
  [
    'B23',
    'do ehc requests go to sensection',
    /gives one email address, for ONE Point/,
    /ehcassessments@stockton\.gov\.uk/,
  ],
  [
    'B24',
    'is provision sufficiency looked at every year',
    /every year/,
    /the Act says to keep it under review/,
  ],
  ['B25', 'is it section 6.76 or para', /"Section 6\.76"/, /6\.76 is a paragraph number/],
  [
    'B26',
    'does chapter 6 of the code still set the senco qualification',
    /chapter 6 of the Code/,
    /amended regulations override/,
  ],
  [
    'B27',
    'do all specialist services need parental consent',
    /consent is required for most services/,
    /not cover safeguarding referrals/,
  ],
  [
    'B28',
    'can a college student over 19 get top up with no ehcp',
    /unless the young person is over 19/,
    /19 to 25 year olds as high needs only with a plan/,
  ],
  ['B29', 'how old is stocktons guidance page', /carries no date/, /possibly overdue/],
] as const;

describe("where Stockton's page and today's law part, both are shown", () => {
  test.each(differing)('%s: "%s"', (_row, ask, says, now) => {
    const { outcome, text } = answer(ask);
    expect(outcome).toBe('answered');
    // "Stockton's page says … [2]; the law says …", with the page among the sources below.
    const told = text.split('\n').filter((line) => /^Stockton's page .*\[\d+\]; /.test(line));
    const line = told.find((one) => says.test(one));
    expect(line, `the page's version is not told in:\n${text}`).toMatch(now);
    expect(text).toMatch(/\[\d+\] Stockton SEN support guidance, section 3/);
  });

  test('every row of the list is here', () => {
    const rows = new Set(differing.map(([row]) => row.slice(0, 3)));
    expect([...rows]).toEqual(
      Array.from({ length: 29 }, (_, at) => `B${String(at + 1).padStart(2, '0')}`),
    );
  });
});

describe('what is beside the page is told by the answer itself', () => {
  test.each([
    ['B01 until when', 'till when does the national award count', /1 September 2027/],
    ['B04 ring-fenced', 'is the sen budget ring fenced', /not ring-fenced/],
    ['B21 two services', 'is mediation the same as disagreement resolution', /two services/],
    ['B29 the capture date', 'who is on the one point panel then', /\(checked 2026-11-23\)/],
    ['B29 three years', 'is the stockton guidance overdue a review', /every three years/],
  ])('%s: "%s"', (_row, ask, says) => {
    const { outcome, text } = answer(ask);
    expect(outcome).toBe('answered');
    expect(text).toMatch(says);
  });
});

/** What is law, what is passed and what is only proposed. */
const changes: readonly (readonly [string, RegExp, Status])[] = [
  [
    'has the children and families act been repealed or is part 3 still law',
    /still in force/,
    'in force',
  ],
  ['is the 2015 code still current', /still the one to follow/, 'in force'],
  ['which senco course since september 2024', /NPQ for SENCOs/, 'in force'],
  ['does ofsted grade inclusion now', /10 November 2025/, 'in force'],
  ['by when must our inclusion strategy be out', /31 December 2026/, 'in force'],
  [
    'has the wellbeing and schools act 2026 started',
    /29 April 2026.*start dates were not seen/,
    'enacted',
  ],
  ['has the allergy safety policy duty started', /allergy safety policy/, 'enacted'],
  ['is the new medical conditions guidance out', /the final was not seen/, 'proposed'],
  ['has kcsie 2026 come out', /edition .*in force/, 'in force'],
  ['what did the schools white paper say', /23 February 2026/, 'proposed'],
  ['do we have to write isps now', /no school has a duty/, 'proposed'],
  ['are the targeted plus layers law', /SEN Support is still/, 'proposed'],
  ['are national inclusion standards law yet', /National Inclusion Standards/, 'proposed'],
  ['do specialist provision packages exist', /Specialist Provision Packages/, 'proposed'],
  ['what is experts at hand, can we use it', /Experts at Hand/, 'proposed'],
  ['is there a new send code of practice', /revised Code is only proposed/, 'in force'],
  ['when might the send reforms begin', /2029/, 'proposed'],
  ['has the education for all bill been passed', /announced on 13 May 2026/, 'proposed'],
  ['did ems become arp in stockton', /from September 2025/, 'in force'],
  ['has the childrens hub moved from hartlepool', /in-house.*Hartlepool/, 'in force'],
];

describe('what is in force, passed and proposed', () => {
  test.each(changes)('"%s"', (ask, says, status) => {
    const { outcome, text, first } = answer(ask);
    expect(outcome).toBe('answered');
    expect(text).toMatch(says);
    expect(first?.status).toBe(status);
    if (status === 'proposed') expect(text).not.toMatch(/^Yes/);
    if (status === 'enacted') expect(text).toMatch(/passed, but check whether it has started/);
  });

  const proposed = knowledge.cards.filter((card) => card.status === 'proposed');

  test.each(proposed.map((card) => [card.id, card] as const))(
    '%s is never said as law, however it is reached',
    (id, card) => {
      expect(['must', 'should', 'grant condition', 'right']).not.toContain(card.force);
      expect(`${card.lead} ${card.rest}`).toMatch(/proposed|not law/);
      expect(plainText(answerer.card(id) ?? { blocks: [] })).toMatch(/proposed, not law/);
      for (const ask of card.asks) {
        const { text, first } = answer(ask);
        if (first?.id === id) expect(text).toMatch(/proposed|not law/);
      }
    },
  );

  test('there are proposals to hold to that', () => {
    expect(proposed.length).toBeGreaterThanOrEqual(9);
  });
});

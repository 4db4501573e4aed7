import { describe, expect, test } from 'vitest';
import { makeAnswerer } from '../../src/answer/answer.ts';
import { plainText } from '../../src/reply.ts';
import { theKnowledge } from '../the-knowledge.ts';

const knowledge = theKnowledge();
const answerer = makeAnswerer(knowledge);
const ask = (question: string) => answerer.answer(question, { turns: [] });

/** What staff type, slips and all, and the term that is meant. */
const typed: readonly (readonly [string, string])[] = [
  ['ADHD', 'ADHD'],
  ['ahdh', 'ADHD'],
  ['annual review', 'Annual review'],
  ['anual review', 'Annual review'],
  ['alternative provison', 'Alternative provision'],
  ['alt prov', 'Alternative provision'],
  ['APDR', 'APDR'],
  ['APRD', 'APDR'],
  ['plan do review', 'APDR'],
  ['ARPs', 'ARP'],
  ['resource base', 'ARP'],
  ['ASD', 'Autism'],
  ['autsim', 'Autism'],
  ['audit band', 'Audit band'],
  ['awpu', 'AWPU'],
  ['E1', 'AWPU'],
  ['best endeavors', 'Best endeavours'],
  ['best endevours', 'Best endeavours'],
  ['BSL', 'BSL'],
  ['CAMHS', 'CAMHS'],
  ['CAHMS', 'CAMHS'],
  ['C&F Act', 'CFA 2014'],
  ['families act', 'CFA 2014'],
  ['CHub', "Children's Hub"],
  ['MASH', "Children's Hub"],
  ['c.i.n', 'Child in need'],
  ['CPP', 'Child protection'],
  ['LAC', 'CLA'],
  ['CLA', 'CLA'],
  ['CoP', 'Code of Practice'],
  ['code of practise', 'Code of Practice'],
  ['costed prov map', 'Costed provision map'],
  ['costed provison map', 'Costed provision map'],
  ['C-POMS', 'CPOMS'],
  ['DCO', 'DCO'],
  ['DMO', 'DCO'],
  ['DFE', 'DfE'],
  ['DSL', 'DSL'],
  ['DDSL', 'DSL'],
  ['DSG', 'DSG'],
  ['EAL', 'EAL'],
  ['ESL', 'EAL'],
  ['EHA', 'Early help'],
  ['early help assesment', 'Early help'],
  ['EBSA', 'EBSA'],
  ['school phobia', 'EBSA'],
  ['EEF', 'EEF'],
  ['EHCNA', 'EHCNA'],
  ['needs assesment', 'EHCNA'],
  ['EHCP', 'EHCP'],
  ['ECHP', 'EHCP'],
  ['ehpc', 'EHCP'],
  ['element 1', 'AWPU'],
  ['E2', 'Notional SEN budget'],
  ['element three', 'HNF'],
  ['ELSA', 'ELSA'],
  ['EMS', 'EMS'],
  ['enhanced mainstream', 'EMS'],
  ['EOTAS', 'EOTAS'],
  ['EOTIS', 'EOTAS'],
  ['EP', 'EP'],
  ['edpsych', 'EP'],
  ['EYFS', 'EYFS'],
  ['FE', 'FE'],
  ['post 16', 'FE'],
  ['graduated response', 'Graduated approach'],
  ['gradulated approach', 'Graduated approach'],
  ['hearing impairment', 'Hearing impairment'],
  ['VI', 'Vision impairment'],
  ['visual impairment', 'Vision impairment'],
  ['MSI', 'Multi-sensory impairment'],
  ['HLTA', 'HLTA'],
  ['higher TA', 'HLTA'],
  ['HNF', 'HNF'],
  ['high need fund', 'HNF'],
  ['HQT', 'HQT'],
  ['QFT', 'HQT'],
  ['ICB', 'ICB'],
  ['CCG', 'ICB'],
  ['IHP', 'IHP'],
  ['IHCP', 'IHP'],
  ['health care plan', 'IHP'],
  ['IMF', 'IMF'],
  ['inclusive mainstream grant', 'IMF'],
  ['inclusion plan', 'Inclusion strategy'],
  ['in-reach', 'Inreach'],
  ['out reach', 'Outreach'],
  ['IEP', 'SEN Support Plan'],
  ['LA', 'LA'],
  ['SBC', 'LA'],
  ['localoffer', 'Local Offer'],
  ['LO', 'Local Offer'],
  ['MLD', 'MLD'],
  ['SLD', 'SLD'],
  ['p.m.l.d', 'PMLD'],
  ['NASENCO', 'NASENCO'],
  ['NASC', 'NASENCO'],
  ['notional', 'Notional SEN budget'],
  ['national SEN budget', 'Notional SEN budget'],
  ['NPQSENCO', 'NPQ SENCO'],
  ['npq for sendco', 'NPQ SENCO'],
  ['1point', 'ONE Point'],
  ['one piont', 'ONE Point'],
  ['OT', 'OT'],
  ['PfA', 'PfA'],
  ['prep for adulthood', 'PfA'],
  ['portage', 'Portage'],
  ['PRU', 'PRU'],
  ['Bishopton', 'PRU'],
  ['prov map', 'Provision map'],
  ['PVI', 'PVI'],
  ['SALT', 'SALT'],
  ['S&L', 'SALT'],
  ['SLCN', 'SLCN'],
  ['SEMH', 'SEMH'],
  ['SEBD', 'SEMH'],
  ['SENDCo', 'SENCO'],
  ['senko', 'SENCO'],
  ['SENDIAS', 'SENDIASS'],
  ['IASS', 'SENDIASS'],
  ['SENIF', 'SENIF'],
  ['EYIF', 'SENIF'],
  ['DAF', 'DAF'],
  ['SEN K', 'SEN Support'],
  ['sen register', 'SEN Support'],
  ['SIR', 'SEN information report'],
  ['SEND report', 'SEN information report'],
  ['SPCF', 'SPCF'],
  ['PCF', 'SPCF'],
  ['SpLD', 'SpLD'],
  ['dyscalculia', 'SpLD'],
  ['TA', 'TA'],
  ['LSA', 'TA'],
  ['TAF', 'TAF'],
  ['team round the family', 'TAF'],
  ['phase transfer', 'Transition'],
  ['UPN', 'UPN'],
];

const terms = new Map(knowledge.glossary.map((term) => [term.term, term]));

describe.each([
  ['what does … stand for', (form: string) => `what does ${form} stand for`],
  ['what does … mean', (form: string) => `what does ${form} mean?`],
])('"%s" gets the meaning', (_words, question) => {
  test.each(typed)('%s: %s', (form, expected) => {
    const term = terms.get(expected);
    expect(term, `${expected} is not in glossary.yaml`).toBeDefined();
    const { outcome, blocks } = ask(question(form));
    const text = plainText({ blocks });
    expect(outcome).toBe('answered');
    expect(text.startsWith(`${expected}: ${term?.meaning.replace(/\.$/, '')}`), text).toBe(true);
    expect(text).toMatch(/\[1\] \S/);
    if (term?.read === 'knowledge') expect(text).toMatch(/not re-read/);
  });
});

/** Terms of two or more meanings; the bot asks which. */
const unclear = [
  ['SLT', ['Speech and language therapist', 'Senior leadership team']],
  ['AP', ['Alternative provision', 'Accessibility plan']],
  ['CP', ['Child protection']],
  ['ISP', ['The proposed individual support plan', "The school's own SEN Support Plan"]],
  ['plan', ['EHC plan', 'SEN Support Plan', 'Accessibility plan', 'Individual healthcare plan']],
  [
    'inclusion fund',
    ['Inclusive mainstream fund, for schools', 'SEN inclusion fund, for early years'],
  ],
  ['band', ['Audit band, the level of need', 'Award band, the amount of funding']],
] as const;

describe.each([
  ['what does … stand for', (form: string) => `what does ${form} stand for`],
  ['what does … mean', (form: string) => `what does ${form} mean`],
  ['what is …', (form: string) => `what is ${form}`],
  ['the word alone', (form: string) => form],
])('an unclear term in "%s" is asked about', (_words, question) => {
  test.each(unclear)('%s', (form, options) => {
    const { outcome, blocks } = ask(question(form));
    const offered = blocks.flatMap((block) => (block.kind === 'choices' ? block.choices : []));
    expect(outcome).toBe('choices');
    expect(offered.length).toBeGreaterThan(1);
    for (const label of options) expect(offered.map((one) => one.label)).toContain(label);
    // Each reading leads somewhere: none of them is asked about again.
    for (const { action } of offered)
      expect(ask(action.replace(/^ask:/, '')).outcome).not.toBe('choices');
  });
});

describe('an unclear term with company', () => {
  test.each([
    ['should the senco be on slt', /leadership team/],
    ['does a school need an accessibility ap plan', /accessibility plan/],
  ])('"%s" is answered', (question, says) => {
    const { outcome, blocks } = ask(question);
    expect(outcome).toBe('answered');
    expect(plainText({ blocks })).toMatch(says);
  });
});

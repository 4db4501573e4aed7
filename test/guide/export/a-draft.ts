/** A draft with every kind of item, for the tests of each file. */

import type { CostedMap, DraftDocument, MapRow } from '../../../src/guide/export/document.ts';

/** A timed row, paid from the SEN budget, that costs £99.00. */
export const A_ROW: MapRow = {
  what: 'Small group for early reading',
  need: 'Cognition and learning',
  who: 'Teaching assistant',
  adults: 1,
  pupils: 4,
  minutes: 30,
  sessions: 4,
  weeks: 12,
  rate: 1650,
  other: 0,
  sharing: 1,
  paidFrom: 'SEN budget',
  start: '1 September 2026',
  end: '27 November 2026',
  effect: 'Reads 40 more words than at the start',
  working: '30 min × 4 a week × 12 weeks = 24 h; × £16.50 = £396.00; ÷ 4 pupils = £99.00',
  perPupil: 9900,
  fullYear: 31350,
};

/** A map of one group and one piece of equipment, for part of a year. */
export const A_MAP: CostedMap = {
  rows: [
    A_ROW,
    {
      ...A_ROW,
      what: 'Writing slope',
      who: '',
      minutes: 0,
      sessions: 0,
      weeks: 0,
      rate: 0,
      other: 4500,
      sharing: 1,
      paidFrom: 'Pupil premium',
      working: '£45.00 other cost ÷ 1 pupil = £45.00',
      perPupil: 4500,
      fullYear: 4500,
    },
  ],
  fullYearWeeks: 38,
  threshold: 600_000,
  senBudgetLabel: 'SEN budget',
  wholeYear: false,
};

/** Every kind of item once, with text that has paragraphs and marks XML has to escape. */
export const A_DRAFT: DraftDocument = {
  title: 'ONE Point application: preparation draft',
  reference: 'K7-blue',
  made: '2026-11-24',
  notice: ['This is a draft for the school.', 'The council’s own form is the authority.'],
  readiness: [
    { level: 'stop', id: 'R1', message: 'Agreement is not recorded.', source: 'ONE Point page' },
    { level: 'warn', id: 'R15', message: 'A group cost is not shared.', source: 'Good practice' },
    { level: 'note', id: 'R30', message: 'Attach the last plan.', source: 'ONE Point page' },
  ],
  summary: { columns: ['Part', 'Done'], rows: [['The pupil', '3 of 4']] },
  sections: [
    {
      number: '1',
      title: 'The pupil',
      items: [
        { kind: 'note', text: 'Names stay on your own system.' },
        { kind: 'blank', code: '1.1', question: 'Pupil name' },
        {
          kind: 'answer',
          code: '1.2',
          question: 'What is going well?',
          text: 'Joins in when the task is < 5 minutes & shown.\n\nSecond paragraph.',
          basis: 'seen in class',
          again: true,
        },
        { kind: 'parked', code: '1.3', question: 'Attendance', note: 'Ask the office.' },
        { kind: 'empty', code: '1.4', question: 'Primary need', required: true },
        { kind: 'empty', code: '1.5', question: 'Other needs', required: false },
      ],
    },
    {
      number: '2',
      title: 'Support so far',
      items: [
        {
          kind: 'table',
          code: '2.1',
          question: 'Cycles',
          columns: ['Cycle', 'Outcome'],
          rows: [['Autumn', 'Partly met'], ['Spring']],
          total: ['2 cycles', ''],
        },
      ],
    },
  ],
  map: A_MAP,
  attachments: ['The last two support plans', 'The signed agreement, kept by the school'],
};

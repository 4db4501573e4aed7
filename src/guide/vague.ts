/** One friendly nudge for an answer that a panel would find thin. */

import type { Expectation } from './form.ts';

/** What is missing, and an example of ours that has it. */
export interface Nudge {
  message: string;
  example: string;
}

/**
 * Looks for what the question expects, in the form's own order, and speaks of the first thing that
 * is missing: more than one remark at a time is a telling-off.
 *
 * @param text the answer as typed
 * @param expects what a good answer holds, from the form
 * @returns one nudge, or nothing; never throws. The answer may always be kept as it is.
 */
export function nudge(text: string, expects: readonly Expectation[]): Nudge | undefined {
  if (text.trim() === '') return undefined;
  for (const expected of expects) {
    const found = LACKS[expected](text);
    if (found) return found;
  }
  return undefined;
}

/** How many words a text has; a hyphenated word, a sum and a date are one each. */
export function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’£%.,:/+-]*/gu)?.length ?? 0;
}

const NUMBER_WORD =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|half|third|quarter|once|twice|thrice|daily|weekly|hourly|fortnightly|none|zero|doubled|halved|percent|per cent';
const HAS_NUMBER = new RegExp(`\\d|\\b(?:${NUMBER_WORD})\\b`, 'i');
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const HAS_DATE = new RegExp(
  `\\b${MONTH}\\b|\\b(?:in|by|since|from|until|during|of|early|late|mid|end of|\\d{1,2}) may\\b|\\bmay \\d|\\b20\\d{2}\\b|\\d{1,2}[./-]\\d{1,2}|\\b(?:autumn|spring|summer|easter|christmas|whitsun|half[- ]?term|michaelmas)\\b|\\b(?:end|start|middle) of (?:the |this |next )?(?:term|year)\\b|\\b(?:this|last|next|each|every|per|a|one|two|three|first|second|third) (?:half[- ]?)?(?:term|year|month)s?\\b|\\b(?:after|in|within|over|for|every) (?:\\d+|six|eight|ten|twelve) (?:weeks|months|terms)\\b|\\btermly\\b|\\bmonthly\\b`,
  'i',
);
const SPAN =
  /\b(?:min(?:ute)?s?|hours?|hrs?|times?|sessions?|seconds|days?|weeks?|lessons?|playtimes?|occasions?|week|day|daily|weekly|fortnight(?:ly)?|hourly|termly|monthly|twice|once|mornings?|afternoons?)\b|%|\bout of\b/i;
const OFTEN =
  /\b(?:daily|weekly|fortnightly|hourly|monthly|termly|twice|once|every (?:day|week|lesson|morning|afternoon|playtime|break|hour|session|transition)|each (?:day|week|lesson|morning|afternoon|playtime|hour|session))\b/i;
const set = (list: string) => new Set(list.trim().split(/\s+/));
/** Words that say somebody helps and not what they do. */
const ONLY_HELP = set(`
  the a an some more extra additional general regular ongoing full part time daily weekly high level
  levels lots of adult adults ta tas lsa hlta teacher staff teaching assistant one to two small group
  groups in class classroom learning pastoral emotional behaviour sensory sen send targeted specialist
  support supported supports help helped hours hour minutes mins day week per work intervention
  interventions input assistance supervision provision differentiation differentiated quality first
  qft hqt when needed as required throughout all with from by for and at or lessons staffing money
  funding resources equipment training 1 1to1 each every close constant key dedicated lunchtime
  morning afternoon`);
const EVIDENCE =
  /\b(?:test(?:s|ed)?|score[sd]?|scal(?:e|es|ed)|assess(?:ed|ment|ments)|observ(?:e|ed|ation|ations)|record(?:s|ed)?|log(?:s|ged)?|report(?:s|ed)?|data|checklist|profile|tracker|tracking|register|samples?|books?|work scrutiny|review(?:s|ed)?|screen(?:er|ing|ed)?|baseline|count(?:s|ed)?|tally|tallied|chart(?:s|ed)?|survey|questionnaire|said|says|told|notes?|minutes|letter|diary|reading age|spelling age|standard(?:ised)?|percentile|centile|incident(?:s)?|attendance|photographs?|video|measured|compared|from \d+ to \d+|\d+ (?:out )?of \d+|\d+%|audit|voice|psychologist|therapist|paediatrician|specialist teacher|camhs|sdq|boxall|bpvs|wisc|phonics check|sats)\b/i;
const START =
  /\b(?:at (?:the )?(?:start|first|beginning)|starting point|baseline|before|initially|began|to begin with|in (?:september|january|april|october|autumn|spring|summer)|on entry|when (?:he|she|they|we|the pupil) (?:started|joined|began)|was|were|could|had|did not|didn't|scored|knew|wrote|read|managed|used to|needed|would|is|are|can|cannot|has|joins|speaks|writes|reads|knows|leaves|stays|sits|sees|hits|runs)\b/i;
const CAN_DO =
  /\b(?:will|to|can|be able|would|able to|should|uses?|joins?|writes?|reads?|asks?|stays?|attends?|completes?|manages?|follows?)\b/i;
const OWN_WORDS =
  /["“”‘]|\b(?:said|says|say|told|tells?|asked|asks?|signed|drew|draws|pointed|points?|chose|chooses|wants?|would like|wishes|hopes?|worr(?:y|ies|ied)|feels? that|feels? (?:sad|happy|scared|safe|left|angry|tired|lonely|proud|better|worse)|think(?:s)? that|likes?|loves?|hates?|enjoys?|finds?|prefers?|misses|because)\b/i;
/** Words of an answer that says people are content, or worried, and nothing else. */
const THIN = set(`
  the a pupil child he she they mum dad parent parents carer carers both all family and is are was
  were feels feel seems seem says say said very quite really fully generally happy pleased fine ok okay
  supportive on board in agreement satisfied content grateful positive concerned worried aware keen
  agree agrees agreed support supports enjoys likes none nothing with of about to for by that this our
  school plan application request referral help everything it gets given provided being made progress
  things so far going`);

/** For each expectation: the nudge for a text that does not meet it. */
const LACKS: Readonly<Record<Expectation, (text: string) => Nudge | undefined>> = {
  number: (text) =>
    lacks(HAS_NUMBER.test(text), {
      message: 'A number would make this stronger: a score, a count, an age or a length of time.',
      example: 'Reads 34 of the first 100 words; was 12 in September.',
    }),
  date: (text) =>
    lacks(HAS_DATE.test(text), {
      message: 'Could you add when: a date, a month or a term?',
      example: 'Each half term, first on 12 February, with parents.',
    }),
  baseline: (text) =>
    lacks(HAS_NUMBER.test(text) || (START.test(text) && wordCount(text) >= 10), {
      message: 'What was it like at the start? A count or a score lets the panel see the change.',
      example: 'In September: in class for 10 minutes of each hour, and left 4 times a day.',
    }),
  frequency: (text) =>
    lacks(OFTEN.test(text) || (HAS_NUMBER.test(text) && SPAN.test(text)), {
      message: 'How often does it happen, and for how long each time?',
      example: 'About 3 times a day, for 10 to 15 minutes.',
    }),
  provision: (text) =>
    lacks(!allIn(text, ONLY_HELP), {
      message:
        'What does the adult do in that time? A panel needs the name of it, not only that there is help.',
      example:
        'Precision teaching of sight words, or pre-teaching of topic words before each lesson.',
    }),
  evidence: (text) =>
    lacks(EVIDENCE.test(text), {
      message:
        'How do you know? Say what shows it: a test, an observation, a log or what somebody said.',
      example: 'Behaviour log: 14 entries in October and 6 in December.',
    }),
  outcome: (text) => {
    const when = HAS_DATE.test(text);
    const measured = HAS_NUMBER.test(text.replace(/\b20\d{2}\b/g, ''));
    if (!when && !measured)
      return {
        message: 'What would you see or count, and by when?',
        example: 'By July, will join a group task for 10 minutes on 4 days in 5.',
      };
    if (!when)
      return {
        message: 'By when? A month or the end of a term is enough.',
        example: 'By the end of the summer term, will join a group task for 10 minutes.',
      };
    return lacks(measured || (CAN_DO.test(text) && wordCount(text) >= 12), {
      message: 'What would you see or count, so that all can tell it was met?',
      example: 'By July, will join a group task for 10 minutes on 4 days in 5.',
    });
  },
  views: (text) =>
    lacks(!allIn(text, THIN) && (OWN_WORDS.test(text) || wordCount(text) >= 25), {
      message:
        'Could you give it in their own words, or say what they showed, want or worry about?',
      example: '"I like maths with the cubes. Playtime is too loud." Pointed to the quiet room.',
    }),
};

function lacks(met: boolean, otherwise: Nudge): Nudge | undefined {
  return met ? undefined : otherwise;
}

/** Whether no word stands outside a list; figures say nothing of what is done. */
function allIn(text: string, list: ReadonlySet<string>): boolean {
  const words = text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
  return words.every((word) => list.has(word) || /^\d+$/.test(word));
}

/** Which column of a pasted table holds what, by the many names schools give to its heading. */

import { plain } from '../safety/text.ts';

/** What a column holds; some are asked about or compared rather than kept. */
export type Column =
  | 'what'
  | 'need'
  | 'who'
  | 'adults'
  | 'pupils'
  | 'ratio'
  | 'minutes'
  | 'duration'
  | 'sessions'
  | 'weeks'
  | 'rate'
  | 'other'
  | 'sharing'
  | 'paidFrom'
  | 'effect'
  | 'start'
  | 'end'
  | 'total'
  | 'perPupil'
  | 'weekly'
  | 'unclear';

/** A heading that is understood. */
export interface Heading {
  column: Column;
  /** Minutes: what a bare number counts. Sessions: whether the heading says "a week". */
  bare?: 'minutes' | 'hours' | 'a week' | 'ask';
  /** "Pupil:adult ratio" writes the pupils first. */
  reversed?: true;
}

const A_WEEK = '(?:(?:per|a|each|every|/)? ?(?:week|wk)|weekly|pw|p w)';
/** Units and counts that change what a heading means; a note in brackets without them does not. */
const COUNTS =
  /week|wk|day|month|term|year|annum|hour|hr|min|session|pupil|child|student|group|total|adult|staff|class|each way|\bper\b|\bp[aw]\b/i;
const NO = '(?:no|nos|num|number|#)(?: of)?';
const PUPIL = '(?:pupils?|children|child|students?|learners?)';

/** The whole heading has to match, so that an unknown one is never taken for a known one. */
const KNOWN: readonly (readonly [string, Heading])[] = [
  [
    '(?:what|what (?:is|was) (?:provided|done)|what we (?:do|provide|did)|(?:additional |extra |sen |send )?(?:provisions?|interventions?|support|strateg(?:y|ies)|programmes?|program|activit(?:y|ies))(?: (?:type|name|description|details?|made|given|provided|offered|in place|put in place|title))?|(?:name|type|details?|description) of (?:the )?(?:provision|intervention|support|activity|programme)|(?:provisions?|interventions?|support|strateg(?:y|ies))(?: and| or)? (?:provisions?|interventions?|support|strateg(?:y|ies))|description|item|action)',
    { column: 'what' },
  ],
  [
    '(?:(?:area of|primary|main|identified|sen|send|pupil|which)? ?needs?|areas? of (?:sen|send)|(?:expected|intended|desired|target|planned)? ?outcomes?(?: aimed for| sought)?|targets?|objectives?|aims?|purpose|needs? and outcomes?|outcomes? or targets?|targets? outcomes?)',
    { column: 'need' },
  ],
  [
    '(?:staff|staffing|who|by whom|staff (?:member|role|type|grade|involved|delivering|level)|adult|adult role|role|grade|(?:delivered|led|provided|run|taken|carried out) by|who (?:delivers|leads|by|is it delivered by|runs it)|person responsible|deliverer|delivery|staff responsible|lead)',
    { column: 'who' },
  ],
  [
    `(?:adults|${NO} (?:adults|staff|tas)|adults at once|staff numbers?|(?:adults|staff) (?:per group|in group|needed|present))`,
    { column: 'adults' },
  ],
  [
    `(?:(?:adult|staff|ta|teacher) ?(?:to|and)? ?${PUPIL} ratio|ratio|(?:staff|staffing|adult|group) ratio|ratio adult ?(?:to)? ?${PUPIL}|ratio staff ?(?:to)? ?${PUPIL}|(?:adult|staff) (?:to )?${PUPIL})`,
    { column: 'ratio' },
  ],
  [
    `(?:${PUPIL} ?(?:to|and)? ?(?:adult|staff|ta|teacher)s?(?: ratio)?|ratio ${PUPIL} ?(?:to)? ?(?:adults?|staff))`,
    { column: 'ratio', reversed: true },
  ],
  [
    `(?:group|group size|size of (?:the )?group|size|group numbers?|${PUPIL} (?:in|per) (?:the )?group|(?:pupils|children|students|learners)|${NO} ${PUPIL}(?: in (?:the )?group)?|${NO} in (?:the )?group|${PUPIL} numbers?|group size ${PUPIL})`,
    { column: 'pupils' },
  ],
  [
    '(?:mins?|minutes?|(?:length|duration|time|session length|session time|session duration|length of (?:the )?session|time (?:per|of) session)(?: in)? ?(?:mins?|minutes?)|(?:mins?|minutes?) (?:per|a|each|of) session|(?:mins?|minutes?) session|session (?:mins?|minutes?))',
    { column: 'minutes', bare: 'minutes' },
  ],
  [
    '(?:length of (?:each |the |a )?session|session (?:length|time|duration)|duration of (?:each |the |a )?session|time (?:per|of|each|a) session)',
    { column: 'minutes', bare: 'minutes' },
  ],
  [
    '(?:(?:length|duration|time|session length|session time|session duration|length of (?:the )?session|time (?:per|of) session)(?: in)? ?(?:hrs?|hours?)|(?:hrs?|hours?) (?:per|a|each) session)',
    { column: 'minutes', bare: 'hours' },
  ],
  ['(?:time|timing|session)', { column: 'minutes', bare: 'ask' }],
  ['(?:duration|length|how long)', { column: 'duration' }],
  [
    `(?:(?:${NO} )?(?:sessions?|times|days|x|frequency|freq)(?: ${NO})? ${A_WEEK}|(?:per|a) (?:week|wk)|pw|(?:weekly) (?:sessions?|frequency)|how often ${A_WEEK}|how many (?:times|sessions) ${A_WEEK})`,
    { column: 'sessions', bare: 'a week' },
  ],
  [
    `(?:frequency|freq|how often|${NO} sessions?|sessions|frequency of (?:sessions?|intervention|support|provision)|${NO} times|regularity)`,
    { column: 'sessions', bare: 'ask' },
  ],
  [
    `(?:(?:${NO} )?(?:weeks?|wks?)(?: ${NO})?(?: (?:per year|a year|pa|in (?:the )?(?:period|year|block)|run|total))?|(?:length|duration|period|block)(?: in)? (?:weeks|wks)|weeks per annum|how many weeks)`,
    { column: 'weeks' },
  ],
  [
    '(?:(?:hourly|hour)(?: staff)? ?(?:rate|cost|pay)?|(?:staff )?(?:rate|cost|costs|pay|price|£)(?: of staff)? (?:per|an|p|a|each)? ?(?:hr|hour|h|ph)|(?:staff |pay )?rate|£ ?(?:hr|hour|ph|h)|(?:staff |ta )hourly (?:rate|cost)|(?:rate|cost|£) ph)',
    { column: 'rate' },
  ],
  [
    '(?:(?:other|additional|extra|resource|resources|equipment|one off|material|materials)(?: (?:resources?|equipment))? (?:costs?|spend|expenses)|resources?|equipment|bought in(?: services?| costs?)?|costs? of (?:resources|equipment)|other)',
    { column: 'other' },
  ],
  [
    `(?:shared by|sharing|${PUPIL} sharing(?: it| cost| other cost)?|shared between|${NO} sharing)`,
    { column: 'sharing' },
  ],
  [
    '(?:funding|funding (?:source|stream|from)|fund(?:ed)? (?:by|from|through)|paid (?:from|by|for by|out of)|budget|source(?: of funding)?|how funded|funds?)',
    { column: 'paidFrom' },
  ],
  [
    '(?:impact|effect|effects|impact so far|effect so far|(?:evidence of|measured) impact|impact (?:evidence|and evidence|measure|to date)|progress|progress made|evaluation|effectiveness|results?|review of impact|what difference has it made|outcome achieved|actual outcomes?|success)',
    { column: 'effect' },
  ],
  [
    '(?:start|start date|date started|started|from|begins?|date from|start of provision)',
    { column: 'start' },
  ],
  [
    '(?:end|end date|date ended|ended|to|until|finish|finish date|date to|ends?)',
    { column: 'end' },
  ],
  [
    `(?:(?:total |annual |yearly )?costs? (?:per|to|for|a|each) ${PUPIL}|per ${PUPIL}(?: costs?)?|(?:total|cost) per ${PUPIL}|individual cost)`,
    { column: 'perPupil' },
  ],
  [
    '(?:(?:total|annual|yearly|full|overall|row|provision) ?(?:annual )?(?:costs?|spend|price|£)|total|costs?|£|total costs? (?:per|a) (?:year|annum)|costs? (?:per|a) (?:year|annum)|costs? pa|amount|costings?|price)',
    { column: 'total' },
  ],
  [
    `(?:(?:hrs?|hours?|mins?|minutes?|time)(?: of support)? ${A_WEEK}|weekly (?:hours|hrs|mins|minutes|time)|total (?:weekly )?(?:hours|hrs|mins|minutes)(?: ${A_WEEK})?|hours|hrs?)`,
    { column: 'weekly' },
  ],
  [
    '(?:unit cost|day rate|daily rate|cost per (?:day|session|week|term)|weekly cost|dates?)',
    { column: 'unclear' },
  ],
];

const PATTERNS = KNOWN.map(([pattern, heading]) => [new RegExp(`^${pattern}$`), heading] as const);

/**
 * @param cell a heading as written, with its unit: "Time (hrs)", "£/hr", "No. of pupils"
 * @returns what its column holds; undefined when it is not understood
 */
export function readHeading(cell: string): Heading | undefined {
  if (cell.length > 60) return undefined;
  const note = /\s*\(([^()]*)\)\s*$/.exec(cell);
  const names = [cell];
  if (note?.[1] !== undefined && !COUNTS.test(note[1])) names.push(cell.slice(0, note.index));
  for (const name of names.map(wordsOf))
    for (const form of [name, withoutUnit(name)])
      for (const [pattern, heading] of PATTERNS) if (form && pattern.test(form)) return heading;
  return undefined;
}

function wordsOf(heading: string): string {
  return plain(heading)
    .text.toLowerCase()
    .replace(/p\s?[./]\s?([hwa])\b\.?/g, 'p$1')
    .replace(/\bp ([hwa])\b/g, 'p$1')
    .replace(/£/g, ' £ ')
    .replace(/#/g, ' no ')
    .replace(/[^a-z0-9£]+/g, ' ')
    .trim();
}

/** "Other costs (£)", "£ total" and "the provision" are the same without. */
function withoutUnit(words: string): string {
  return words
    .replace(/^(?:the|£) /, '')
    .replace(/ (?:£|in £|gbp|required|optional|if any|if known|if applicable)$/, '')
    .trim();
}

/** Whether a row of cells is a row of headings: at least two are understood, and none begins with a figure. */
export function isHeadingRow(cells: readonly string[]): boolean {
  const known = cells.filter((cell) => readHeading(cell));
  const filled = cells.filter(Boolean);
  return (
    known.length >= 2 &&
    known.length * 3 >= filled.length &&
    !filled.some((cell) => /^\W*\d/.test(cell))
  );
}

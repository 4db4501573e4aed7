/** Pasted cells that hold words rather than figures: who delivers, who pays, and text. */

import { plain } from '../safety/text.ts';
import { quoted, type Read, readMinutes, readSessions } from './quantity.ts';

/** Who delivers a provision. */
export type Who = 'ta' | 'hlta' | 'teacher' | 'specialist' | 'other';

/** Who pays for a provision. */
export type PaidFrom = 'sen-budget' | 'other-grant' | 'health-or-other';

const TEXT_AT_MOST = 400;

/** A cell that says nothing: "-", "n/a", "none". */
export function isBlank(cell: string): boolean {
  return /^(?:[-–—.…]*|n\/?a|none|nil|not applicable|tbc|tba|\?+)$/i.test(cell);
}

/**
 * Reads a cell of text. A ditto mark stands for a row this reader would have to choose, and a
 * spreadsheet's error or formula for a value that was not pasted, so both are asked about.
 *
 * @param wanted what to write, to end the problem's sentence
 */
export function readText(cell: string, wanted: string): Read<string> {
  if (isBlank(cell)) return { problem: `Nothing was given: ${wanted}.` };
  if (/^(?:["”“'’〃,]+|ditto|as above|same(?: as above)?|see above|do\.?|\^+)$/i.test(cell))
    return { problem: `${quoted(cell)} points to another row: ${wanted}.` };
  if (/^(?:=|#(?:ref|n\/a|value|div|name|null|num)|#+$)/i.test(cell))
    return { problem: `${quoted(cell)} is a spreadsheet's own mark, not words: ${wanted}.` };
  if (!/\p{L}/u.test(cell)) return { problem: `${quoted(cell)} has no words in it: ${wanted}.` };
  return cell.length > TEXT_AT_MOST
    ? { problem: `${quoted(cell)} is too long: ${wanted}.` }
    : { value: cell };
}

const STAFF: readonly (readonly [RegExp, Who])[] = [
  [/^(?:hlta|higher[ -]level (?:teaching assistant|ta)|higher ta)s?$/, 'hlta'],
  [
    /^(?:(?:class|sen|send|support|1:1|1-1|one[ -]to[ -]one|ks[1-4]|trained|experienced)? ?(?:ta|lsa|teaching assistant|learning support assistant|support assistant|classroom assistant)s?(?: ?(?:level|l|grade)? ?[1-3])?)$/,
    'ta',
  ],
  [
    /^(?:(?:class|subject|specialist|sen|send|qualified|form|intervention)? ?teachers?|ct)$/,
    'teacher',
  ],
  [
    /^(?:specialist|salt|s&lt|sal therapist|ot|ep|psychologist|physio|physiotherapist|(?:speech(?: and language| & language)?|speech & lang(?:uage)?|occupational|music|play|art|drama) therapist|(?:ed(?:ucational)?\.?) psych(?:ologist)?|therapist|counsellor)s?$/,
    'specialist',
  ],
  [
    /^(?:other|learning mentor|mentor|pastoral(?: (?:lead|support|worker))?|volunteer|lunchtime supervisor|midday supervisor|school nurse|family support worker)s?$/,
    'other',
  ],
];

/**
 * Reads who delivers. "SLT" (a therapist or senior leaders), "ELSA" (a TA or another), a name and
 * two roles at once are asked about.
 *
 * @returns the role, and the number of adults when the cell gives it ("2 TAs")
 */
export function readWho(cell: string): Read<{ who: Who; adults?: number }> {
  const wanted = 'write TA, HLTA, teacher, specialist or other';
  if (isBlank(cell)) return { problem: `Nothing was given: ${wanted}.` };
  const typed = plain(cell).text.toLowerCase().replace(/\./g, '').replace(/\s+/g, ' ').trim();
  const counted = /^([1-3]) ?x? ?(?=[a-z])/.exec(typed);
  const role = counted ? typed.slice(counted[0].length) : typed;
  const found = STAFF.find(([pattern]) => pattern.test(role));
  if (!found) return { problem: `${quoted(cell)} is not one of the roles: ${wanted}.` };
  return { value: { who: found[1], ...(counted && { adults: Number(counted[1]) }) } };
}

const PAYERS: readonly (readonly [RegExp, PaidFrom])[] = [
  [
    /^(?:(?:school'?s? |notional |delegated )*(?:sen|send)(?: budget| funding| notional budget| notional)?|notional(?: budget)?|(?:sen )?element 2|e2|sen budget \(?element 2\)?)$/,
    'sen-budget',
  ],
  [
    /^(?:(?:pupil|recovery|service|sports?|early years)(?: pupil)? premium(?: plus|\+)?(?: grant| funding)?|ppg?\+?|pp funding|imf|inclusive mainstream fund|(?:other )?grants?|other grant)$/,
    'other-grant',
  ],
  [
    /^(?:health|nhs|charity|parents?|pta|health or other|other|external|external funding)$/,
    'health-or-other',
  ],
];

/** Reads who pays. "School" and top-up money are asked about: neither says which of the three it is. */
export function readPaidFrom(cell: string): Read<PaidFrom> {
  const wanted = 'write SEN budget, other grant, or health or other';
  if (isBlank(cell)) return { problem: `Nothing was given: ${wanted}.` };
  const typed = plain(cell).text.toLowerCase().replace(/\s+/g, ' ').trim();
  const found = PAYERS.find(([pattern]) => pattern.test(typed));
  return found
    ? { value: found[1] }
    : { problem: `${quoted(cell)} does not say which budget pays: ${wanted}.` };
}

/**
 * Reads one cell that holds both a length and a frequency: "20 mins x 5 a week", "twice a week for
 * 30 minutes". Each has to name its unit.
 *
 * @returns minutes a session and sessions a week; undefined when it is not both
 */
export function readTimes(cell: string): { minutes: number; sessions: number } | undefined {
  const words = cell.slice(0, 100).split(/\s+/);
  for (let at = 1; at < words.length; at += 1) {
    const left = words
      .slice(0, at)
      .join(' ')
      .replace(/[\s,;:@x×–-]+$/i, '');
    const right = words
      .slice(at)
      .join(' ')
      .replace(/^(?:[,;:@x×–-]|for|of|session|sessions|\s)+(?=\s|\d)/i, '')
      .trim();
    for (const [length, often] of [
      [left, right],
      [right, left],
    ] as const) {
      const minutes = readMinutes(length, 'ask');
      const sessions = readSessions(often, 'ask');
      if ('value' in minutes && 'value' in sessions)
        return { minutes: minutes.value, sessions: sessions.value };
    }
  }
  return undefined;
}

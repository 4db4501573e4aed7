/** Dates on which a child may have been born; any other date of school life is left alone. */

import type { Identifier } from './found.ts';
import type { IdentifierWords } from './lists.ts';

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const YEAR = `(?:'?\\d{2}|(?:19|20)\\d{2})`;
const DAY = '(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?';
const NUMERIC =
  '\\d{1,2} ?[./ -] ?\\d{1,2} ?[./ -] ?(?:\\d{4}|\\d{2})|(?:19|20)\\d{2}[./-]\\d{1,2}[./-]\\d{1,2}';
const WRITTEN = `${DAY}(?: of)?[ -]?${MONTH}\\b\\.?,?[ -]?${YEAR}|${MONTH}\\b\\.? ${DAY},? ${YEAR}|${DAY}(?: of)? ${MONTH}\\b`;
const BIRTH_CUED = new RegExp(
  `\\b(?:d\\.? ?o\\.? ?b|date of birth|birth ?date|birth ?day|born|b\\. ?day)\\b\\.?[^\\d\\n]{0,14}?(${NUMERIC}|${WRITTEN}|${MONTH}\\b,? (?:19|20)\\d{2}|\\d{8}|\\d{6})(?!\\d)`,
  'gi',
);
const BARE_DATE =
  /(?<![\d./-])(?:(\d{1,2})([./-])(\d{1,2})\2(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))(?![\d./-]?\d)/g;
/** Words before a date that say what else it is. */
const OTHER_DATE =
  /\b(?:since|from|until|till|to|by|before|after|review(?:ed|s)?|dated?|published|updated|checked|joined|started?|starting|start|began|ended?|ending|assessed|assessment|report(?:ed)?|meeting|met|effective|signed|on|due|deadline|panel|version|revised|page|issued|term|week|w\/c|admitted|cycle|seen|visit(?:ed)?|held|completed|sent|received|expires?|valid|of|advice|submitted|plan|contact|referral|referred|observation|test(?:ed)?)\b[^.?!\n\d]{0,12}$/i;
/** Days on which a school or financial year, a plan or a phase begins or ends. */
const POLICY_DAYS = new Set(['1/9', '31/8', '31/12', '1/1', '1/4', '31/3', '15/2']);
const BESIDE = new RegExp(`^[\\s,;:(-]{1,4}(?:aged? )?(${NUMERIC}|${WRITTEN})`, 'i');
/** @returns the birth dates in a plain text, in any order */
export function dates(text: string, words: IdentifierWords): Identifier[] {
  const found: Identifier[] = [];
  if (!/\d/.test(text)) return found;
  for (const match of text.matchAll(BIRTH_CUED)) {
    const piece = match[1] ?? '';
    const start = match.index + match[0].length - piece.length;
    found.push({ kind: 'date of birth', start, end: start + piece.length });
  }
  const [first, last] = words.birthYears;
  for (const match of text.matchAll(BARE_DATE)) {
    const day = Number(match[1] ?? match[7]);
    const month = Number(match[3] ?? match[6]);
    const year = Number(match[4] ?? match[5]);
    if (year < first || year > last || month > 12 || day > 31 || month < 1 || day < 1) continue;
    if (POLICY_DAYS.has(`${day}/${month}`)) continue;
    if (OTHER_DATE.test(text.slice(Math.max(0, match.index - 40), match.index))) continue;
    found.push({ kind: 'date of birth', start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** A date straight after a child's name is taken for the date of birth. */
export function dateBeside(text: string, name: Identifier): Identifier[] {
  const match = BESIDE.exec(text.slice(name.end, name.end + 40));
  if (!match?.[1]) return [];
  const start = name.end + match[0].length - match[1].length;
  return [{ kind: 'date of birth', start, end: start + match[1].length }];
}

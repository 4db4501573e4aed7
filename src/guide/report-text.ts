/**
 * Looks through a pasted SEN information report for where it deals with each item of a check.
 *
 * An item's `look` patterns say what to look for, in words an officer can change:
 * - `complain* & headteacher|governor`: each part, in one sentence or two that follow each other,
 *   or in the heading above them; `|` parts other ways to say it, `*` ends a word that may go on
 * - `senco & contact + {email}|{phone}`: what follows `+` has to be near, or what is there is thin
 * - `# complaint*`: a heading that says so, over enough words
 * - `{email}`, `{phone}`, `{link}`, `{date}` and `{name}` stand for things of that kind
 *
 * A word is matched whatever its ending ("review" finds "reviewed"). What is found is a place to
 * look at and never a verdict: rules miss what is said in other words.
 */

import { stemmer } from 'stemmer';
import type { GivenRow } from './form.ts';

/** What was found of one item. */
export interface ReportFinding {
  /** The row's id. */
  id: string;
  state: 'found' | 'thin' | 'missing';
  /** The words that deal with it, or that say it is not there. */
  sentence?: string;
}

/** Characters looked at: four times the longest report seen. */
const LONGEST = 100_000;
/** Fewer words than this about an item say little. */
const ENOUGH_WORDS = 12;
/** A text that names SEN more seldom than once in so many words is about something else. */
const WORDS_A_MENTION = 150;
const LONGEST_HEADING = 12;
const LONGEST_HEADING_QUESTION = 25;

const KINDS: Readonly<Record<string, RegExp>> = {
  '{email}': /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}/,
  '{phone}': /(?<!\d)(?:\+44 ?|0)\d(?:[ -]?\d){8,9}(?!\d)/,
  '{link}': /https?:\/\/|\bwww\.|\b[\w-]{2,40}\.(?:gov|org|sch|co|ac)\.uk\b|\bclick here\b/i,
  '{date}':
    /\b20\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} \d{1,2}\b/i,
  '{name}': /\b(?:Mrs?|Ms|Miss|Dr|Mx)\.? [A-Z]|\b[A-Z][a-z]{1,20} [A-Z][a-z'-]{1,20}\b/,
};
/** Said instead of an answer. */
const PLACEHOLDER =
  /\b(?:tbc|tba|to follow|to be (?:confirmed|added|written|completed|agreed)|coming soon|under construction|insert (?:name|text|here|link)|xxx+|lorem ipsum)\b|\[[^\]]{0,60}\]|\.{4,}|_{3,}/i;
/** "We do not have …", "there is no …", "no … in place". What follows in its clause is not there. */
const DENIAL =
  /\b(?:we|school|academy|nursery|college|trust|governors|trustees|there|it)(?: (?:currently|still|also|presently))? (?:(?:do(?:es)? not|don't|doesn't|did not|didn't)(?: (?:currently|yet|presently|at present))? (?:have|hold|offer|provide|publish|employ|run|keep|own)|(?:have|has)(?: not|n't)(?: (?:yet|got|currently|had|written|published|made|reviewed|updated))*|(?:have|has) (?:no|yet to)|(?:is|are|was|were) (?:no|not|currently no|yet to)|isn't|aren't|lacks?)\b|\bno\b(?=[^.;:]{1,80}\b(?:in place|yet|available|at present|published)\b)/gi;
const CLAUSE_END = /\b(?:but|however|although|though|instead)\b|[;:–—]/gi;
const SEN_WORD =
  /\b(?:sen|send|senco|sendco|sencos|sendiass|special educational needs?|special needs|additional needs|ehcp?s?|disab\w{1,10})\b/gi;
/** An abbreviation that ends no sentence. */
const ABBREVIATION = /\b(?:e\.g|i\.e|etc|mrs?|ms|dr|st|no|tel|ext|approx)\.$/i;

/**
 * Finds where a report deals with each row.
 *
 * @param text the report as pasted; what is beyond 100,000 characters is not looked at
 * @param rows the items; one without patterns is left out
 * @returns a finding for each row that has patterns, in their order; never throws
 */
export function readReport(
  text: string,
  rows: readonly Pick<GivenRow, 'id' | 'look'>[],
): ReportFinding[] {
  const report = reportOf(text.slice(0, LONGEST));
  return rows
    .filter(({ look }) => look.length > 0)
    .map(({ id, look }) => {
      const findings = look.map((pattern) => findPattern(report, readPattern(pattern)));
      const best = findings.reduce(better, { state: 'missing' });
      return {
        id,
        ...best,
        ...(best.state === 'found' && !report.focused && { state: 'thin' as const }),
      };
    });
}

type Found = Omit<ReportFinding, 'id'>;

const RANK = { found: 2, thin: 1, missing: 0 } as const;

function better(one: Found, other: Found): Found {
  const gained = RANK[other.state] - RANK[one.state];
  return gained > 0 || (gained === 0 && one.sentence === undefined) ? other : one;
}

/** One sentence or heading. */
interface Line {
  text: string;
  heading: boolean;
  /** The heading it stands under; -1 for none. */
  under: number;
  words: readonly Word[];
  /** From where to where it says that something is not there. */
  denied: readonly (readonly [number, number])[];
}

interface Word {
  text: string;
  stem: string;
  at: number;
}

interface Report {
  lines: readonly Line[];
  /** The text speaks of SEN often enough to be about it. */
  focused: boolean;
  /** Where in the text an alternative stands: offsets by line. */
  hits(alternative: string): ReadonlyMap<number, readonly number[]>;
}

function reportOf(text: string): Report {
  const lines = linesOf(text);
  const words = lines.reduce((sum, line) => sum + line.words.length, 0);
  const mentions = text.match(SEN_WORD)?.length ?? 0;
  const known = new Map<string, ReadonlyMap<number, readonly number[]>>();
  const byStem = new Map<string, [number, number][]>();
  const byText = new Map<string, [number, number][]>();
  lines.forEach((line, at) => {
    line.words.forEach((word, place) => {
      listIn(byStem, word.stem).push([at, place]);
      listIn(byText, word.text).push([at, place]);
    });
  });
  const starts = (word: string): [number, number][] => {
    if (!word.endsWith('*')) return byStem.get(stemmer(word)) ?? [];
    const prefix = word.slice(0, -1);
    return [...byText].flatMap(([text, places]) => (text.startsWith(prefix) ? places : []));
  };
  const find = (alternative: string) => {
    const found = new Map<number, number[]>();
    const kind = KINDS[alternative];
    if (kind) {
      for (const [at, line] of lines.entries()) {
        const offset = line.text.search(kind);
        if (offset >= 0) found.set(at, [offset]);
      }
      return found;
    }
    const [first, ...rest] = alternative.split(' ');
    if (!first) return found;
    for (const [at, place] of starts(first)) {
      const words = lines[at]?.words ?? [];
      if (rest.every((word, ahead) => sameWord(words[place + 1 + ahead], word)))
        listIn(found, at).push(words[place]?.at ?? 0);
    }
    return found;
  };
  return {
    lines,
    focused: mentions > 0 && words / mentions <= WORDS_A_MENTION,
    hits: (alternative) => {
      // A text that never names SEN is no SEN report, whatever else it holds.
      if (mentions === 0) return new Map();
      const hits = known.get(alternative) ?? find(alternative);
      known.set(alternative, hits);
      return hits;
    },
  };
}

function listIn<Key, Item>(map: Map<Key, Item[]>, key: Key): Item[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

function sameWord(word: Word | undefined, wanted: string): boolean {
  if (!word) return false;
  return wanted.endsWith('*')
    ? word.text.startsWith(wanted.slice(0, -1))
    : word.stem === stemmer(wanted);
}

type Part = readonly string[];

interface Pattern {
  heading: boolean;
  parts: readonly Part[];
  /** What a good answer holds as well. */
  wanted: readonly Part[];
}

function readPattern(pattern: string): Pattern {
  const heading = pattern.startsWith('#');
  const [needed = '', ...wanted] = (heading ? pattern.slice(1) : pattern).toLowerCase().split('+');
  return { heading, parts: needed.split('&').flatMap(readPart), wanted: wanted.flatMap(readPart) };
}

/** No part when there is nothing in it. */
function readPart(text: string): Part[] {
  const part = text
    .split('|')
    .map((one) => one.trim().replace(/\s+/g, ' '))
    .filter(Boolean);
  return part.length > 0 ? [part] : [];
}

function findPattern(report: Report, pattern: Pattern): Found {
  if (pattern.parts.length === 0) return { state: 'missing' };
  let best: Found = { state: 'missing' };
  for (const at of placesOf(report, pattern)) {
    best = better(
      best,
      pattern.heading ? underHeading(report, at) : inSentences(report, pattern, at),
    );
    if (best.state === 'found') break;
  }
  return best;
}

/** The lines that hold one part or another, those that hold most of them first. */
function placesOf(report: Report, { parts, heading }: Pattern): number[] {
  const places = new Set(
    parts.flatMap((part) => part.flatMap((one) => [...report.hits(one).keys()])),
  );
  return [...places]
    .filter((at) => report.lines[at]?.heading === heading)
    .map((at) => ({ at, held: parts.filter((part) => holds(report, part, at)).length }))
    .filter(({ held }) => !heading || held === parts.length)
    .sort((one, other) => other.held - one.held || one.at - other.at)
    .map(({ at }) => at);
}

function holds(report: Report, part: Part, at: number): boolean {
  return part.some((alternative) => report.hits(alternative).has(at));
}

/** What stands under a heading that says so. */
function underHeading(report: Report, at: number): Found {
  const body = report.lines.filter((line) => line.under === at);
  const sentence = body[0];
  if (!sentence) return { state: 'thin', sentence: report.lines[at]?.text ?? '' };
  const thin = countWords(body) < ENOUGH_WORDS || sentence.denied.length > 0 || isPlaceholder(body);
  return { state: thin ? 'thin' : 'found', sentence: sentence.text };
}

/** What a sentence says, with the next and its heading. */
function inSentences(report: Report, { parts, wanted }: Pattern, at: number): Found {
  const line = report.lines[at];
  if (!line) return { state: 'missing' };
  const next =
    report.lines[at + 1]?.under === line.under && !report.lines[at + 1]?.heading ? [at + 1] : [];
  const near = [at, ...next, ...(line.under >= 0 ? [line.under] : [])];
  if (!parts.every((part) => near.some((one) => holds(report, part, one))))
    return { state: 'missing' };
  const denied = [at, ...next].find((one) => parts.some((part) => isDenied(report, part, one)));
  if (denied !== undefined)
    return { state: 'missing', sentence: report.lines[denied]?.text ?? line.text };
  const around = [at - 1, at, at + 1, at + 2].filter((one) => {
    const other = report.lines[one];
    return other !== undefined && !other.heading && other.under === line.under;
  });
  const kinds = [...parts, ...wanted].some((part) =>
    part.some((one) => one in KINDS && around.some((place) => report.hits(one).has(place))),
  );
  const bodies = around.flatMap((one) => report.lines[one] ?? []);
  const lacks = wanted.some(
    (part) => ![...around, ...near].some((one) => holds(report, part, one)),
  );
  const thin = lacks || (countWords(bodies) < ENOUGH_WORDS && !kinds) || isPlaceholder([line]);
  return { state: thin ? 'thin' : 'found', sentence: line.text };
}

/** Whether a sentence names a part only to say that it is not there. */
function isDenied(report: Report, part: Part, at: number): boolean {
  const denied = report.lines[at]?.denied ?? [];
  const offsets = part.flatMap((one) => report.hits(one).get(at) ?? []);
  return (
    offsets.length > 0 &&
    offsets.every((offset) => denied.some(([from, to]) => offset >= from && offset < to))
  );
}

function isPlaceholder(lines: readonly Line[]): boolean {
  return lines.some(({ text }) => PLACEHOLDER.test(text));
}

function countWords(lines: readonly Line[]): number {
  return lines.reduce((sum, { words }) => sum + words.length, 0);
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let under = -1;
  for (const paragraph of paragraphsOf(text)) {
    const heading = isHeading(paragraph);
    const plain = paragraph
      .replace(/^\s*(?:#{1,6}|[-*•·▪–]|\d{1,2}[.)])\s+/, '')
      .replaceAll('**', '')
      .trim();
    if (plain === '') continue;
    if (heading) {
      under = lines.length;
      lines.push(lineOf(plain, true, -1));
    } else for (const sentence of sentencesOf(plain)) lines.push(lineOf(sentence, false, under));
  }
  return lines;
}

function lineOf(text: string, heading: boolean, under: number): Line {
  const words = [...text.toLowerCase().matchAll(/[\p{L}\p{N}]+(?:'(?!s\b)\p{L}+)?/gu)].map(
    (match) => ({
      text: match[0],
      stem: stemmer(match[0]),
      at: match.index,
    }),
  );
  const denied = [...text.matchAll(DENIAL)].map((match) => {
    const from = match.index + match[0].length;
    CLAUSE_END.lastIndex = from;
    return [from, CLAUSE_END.exec(text)?.index ?? text.length] as const;
  });
  return { text, heading, under, words, denied };
}

/** Lines, with those that a copy from a PDF broke put together again. */
function paragraphsOf(text: string): string[] {
  const paragraphs: string[] = [];
  let open = false;
  for (const raw of text
    .replace(/[’‘]/g, "'")
    .replace(/\u00a0/g, ' ')
    .split(/\r\n|[\r\n\t\f|]/)) {
    const line = raw.trim();
    const last = paragraphs.at(-1);
    const bulleted = /^(?:[-*•·▪–#]|\d{1,2}[.)])\s/.test(line);
    const goesOn =
      open && last !== undefined && !bulleted && (/^\p{Ll}/u.test(line) || last.length > 60);
    if (line === '') open = false;
    else if (goesOn) paragraphs[paragraphs.length - 1] = `${last} ${line}`;
    else paragraphs.push(line);
    if (line !== '') open = !/[.!?:;]$/.test(line);
  }
  return paragraphs;
}

function isHeading(line: string): boolean {
  if (/^#{1,6}\s/.test(line) || /^\*\*[^*]+\*\*:?$/.test(line)) return true;
  if (/^[-*•·▪–]\s/.test(line)) return false;
  const words = line.split(/\s+/).length;
  if (line.endsWith('?')) return words <= LONGEST_HEADING_QUESTION;
  if (/[.!;,]$/.test(line) || words > LONGEST_HEADING) return false;
  return !Object.entries(KINDS).some(([kind, pattern]) => kind !== '{name}' && pattern.test(line));
}

function sentencesOf(paragraph: string): string[] {
  const sentences: string[] = [];
  for (const piece of paragraph.split(/(?<=[.!?]["')]?)\s+(?=["'(]?[\p{Lu}\p{N}])/u)) {
    const last = sentences.at(-1);
    if (last !== undefined && ABBREVIATION.test(last))
      sentences[sentences.length - 1] = `${last} ${piece}`;
    else sentences.push(piece);
  }
  return sentences;
}

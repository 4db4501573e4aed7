/** Names of people, found by the words beside them and by lists of common ones. */

import { isEnglish } from '../../english.ts';
import { type Cue, cueAfter, cueBefore } from './cues.ts';
import type { Identifier } from './found.ts';
import type { IdentifierWords } from './lists.ts';
import { LINKS, TITLES } from './people.ts';
import { standsAsPerson } from './persons.ts';
import { isShouted, stemOf, type Token, tokenise } from './tokens.ts';

/** @returns the names in a plain text, in any order */
export function names(text: string, words: IdentifierWords): Identifier[] {
  const tokens = tokenise(text);
  const barred = barredSpans(text, words);
  const free = (token: Token) =>
    !barred.some(([start, end]) => token.start >= start && token.end <= end);
  const found: Identifier[] = [];
  const shouted = isShouted(text);

  for (const [at, token] of tokens.entries()) {
    if (!free(token)) continue;
    const cue = cueBefore(tokens, at) ?? cueAfter(text, tokens, at);
    if (!isName(tokens, at, cue, shouted, words)) continue;
    const last = reach(tokens, at, cue !== undefined, shouted, words);
    const end = tokens[last]?.end ?? token.end;
    const kind = cue?.adult ? 'adult name' : 'name';
    // "Smith, Jack": the surname may come first.
    const before = tokens[at - 1];
    const joined =
      before && token.before === ', ' && words.surnames.has(before.lower) && before.capital;
    const titled = before && TITLES.has(before.lower);
    const start = joined || titled ? before.start : token.start;
    found.push({ kind, start, end, ...(cue?.pupil && { pupil: true }) });
  }
  return found;
}

function isName(
  tokens: readonly Token[],
  at: number,
  cue: Cue | undefined,
  shouted: boolean,
  words: IdentifierWords,
): boolean {
  const token = tokens[at];
  if (!token) return false;
  const word = stemOf(token.lower);
  if (words.notAName.has(token.lower) || words.notAName.has(word)) return false;
  const capital = token.capital && !shouted;
  const acronym = /^\p{Lu}{2,}\d*$/u.test(token.text.replace(/'S$|'s$/, '')) && !shouted;
  const listed = words.firstNames.has(word);
  const next = tokens[at + 1];
  const surnameNext =
    next !== undefined &&
    next.before === ' ' &&
    next.capital &&
    words.surnames.has(stemOf(next.lower));

  if (!cue) {
    if (acronym) return listed && word.length > 3;
    if (listed) return capital || (!isEnglish(word) && word.length > 3);
    if (words.cuedNames.has(word) && capital && surnameNext && !shouted) return true;
    // A surname by itself in the middle of a sentence is left: "Green Paper", "Hall".
    return !shouted && standsAsPerson(tokens, at, words);
  }
  const known = words.cuedNames.has(word) || words.surnames.has(word);
  if (acronym) return known && cue.weight >= 2 && word.length > 2;
  if (capital) {
    if (known) return true;
    if (token.text.length === 1) return cue.weight === 3;
    if (cue.weight === 3) return !STOPS.has(word);
    if (cue.weight === 2) return !isEnglish(word);
    return false;
  }
  // Small letters: only a listed name, or a word that is no word after the strongest cues.
  if (cue.weight === 3 && words.cuedNames.has(word)) return !tooCommon(word, tokens[at + 1]);
  if (cue.weight === 1 || STOPS.has(word)) return false;
  if (cue.weight === 3) {
    if (words.surnames.has(word) && TITLES.has(tokens[at - 1]?.lower ?? '')) return true;
    return !isEnglish(word) && /^\p{L}[\p{L}'-]+$/u.test(word) && word.length > 1;
  }
  if (TITLES.has(tokens[at - 1]?.lower ?? ''))
    return !isEnglish(word) || words.firstNames.has(word);
  return listed && !isEnglish(word);
}

/** "a child called will need": a name that is a verb, with another verb or small word after it. */
function tooCommon(word: string, next: Token | undefined): boolean {
  return (
    /^(?:will|may|mark|hope|chase|grant|reading|bill|art|guy)$/.test(word) &&
    next !== undefined &&
    /^(?:need|needs|be|have|for|the|to|a|an|get|in)$/.test(next.lower) &&
    word !== 'hope'
  );
}

/** How far a name runs from its first word. */
function reach(
  tokens: readonly Token[],
  at: number,
  cued: boolean,
  shouted: boolean,
  words: IdentifierWords,
): number {
  let last = at;
  const capitals = tokens[at]?.capital && !shouted;
  for (let next = at + 1; next <= at + 3; next += 1) {
    const token = tokens[next];
    if (!token || !/^[ -]$|^\. $/.test(token.before)) break;
    // A possessive ends a name: "Jack's Year 4 teacher".
    if (/'s$/i.test(tokens[last]?.text ?? '')) break;
    if (token.before === '. ' && (tokens[last]?.text.length ?? 0) > 1) break;
    const word = stemOf(token.lower);
    if (words.notAName.has(word) || words.notAName.has(token.lower)) break;
    if (LINKS.has(word) && tokens[next + 1]?.capital) {
      last = next;
      continue;
    }
    const acronym = /^\p{Lu}{2,}$/u.test(token.text);
    const surname = words.surnames.has(word) || words.firstNames.has(word);
    const ends = !/^ $/.test(tokens[next + 1]?.before ?? '.');
    const initial =
      token.text.length === 1 && token.capital && (ends || !/^[ai]$/.test(token.lower));
    const fits = capitals
      ? (token.capital && !acronym && (surname || !STOPS.has(word))) ||
        initial ||
        (surname && !isEnglish(word))
      : (cued &&
          (surname || (!isEnglish(word) && /^\p{L}{2,}(?:['-]\p{L}+)*$/u.test(token.lower)))) ||
        (surname && !isEnglish(word));
    if (!fits) break;
    last = next;
  }
  return last;
}

/** Small words that no cue makes into a name. */
const STOPS = new Set(
  'a an the and or but of to in on at by for from with as is are was were be been being it its this that these those there here i we you he she they him her them his hers their my our your me us not no yes so very too just also only then than if when while because where who what which how why can could will would shall should may might must do does did done has have had having get gets got going go goes out up down off over upon into about back again after before under until names name called named working struggling unable able doing making having ill sick upset happy fine ok okay well good bad new old now today currently really quite always never often still both all any some each every such same other another more most less few many much one two three four five six seven eight nine ten year years need needs wants want school class home support help time head mum dad pupil child please thanks thank hello hi dear yet ever due via per etc review section plan form'.split(
    ' ',
  ),
);

const PLACE_AFTER =
  /\b\p{Lu}[\p{L}']+(?: (?:\p{Lu}[\p{L}']+|and|&|of|the|CE|RC|C of E)){0,4} (?:School|Academy|Primary|Infants?|Juniors?|Secondary|College|Nursery|Centre|Center|Foundation|Trust|Church|Hospital|Clinic|Charity|Project|Programme|Profile|Scale|Syndrome|Act|Report|Review|Award|Test|Method|Model|University|House|Fund|Service|Training|Assessment|Mediation)\b/gu;

/** Stretches that look like names and are not: schools, charities, listed things. */
function barredSpans(text: string, words: IdentifierWords): [number, number][] {
  const spans: [number, number][] = [];
  for (const pattern of [words.notNames, PLACE_AFTER]) {
    for (const match of text.matchAll(pattern)) {
      spans.push([match.index, match.index + match[0].length]);
    }
  }
  return spans;
}

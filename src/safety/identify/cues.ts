/** Words beside a word that say it is a name. */

import { ADULT, PUPIL, TITLES } from './people.ts';
import type { Token } from './tokens.ts';

/** Before "called" or "named": a thing, or somebody who rang. */
const NOT_CALLED = new Set(
  "so we i they it it's its have has service programme scheme form team group club approach intervention assessment tool charity school academy panel website app resource course plan policy place document what that".split(
    ' ',
  ),
);
/** What the words beside a name say of it. */
export interface Cue {
  /** How much a cue says: 3 a name must follow, 2 one is likely, 1 one is possible. */
  weight: 1 | 2 | 3;
  adult: boolean;
  /** It says that the name is a pupil's. */
  pupil?: boolean;
}
/** What, just before the token, says that a name follows. */
export function cueBefore(tokens: readonly Token[], at: number): Cue | undefined {
  const token = tokens[at];
  const back = (steps: number) => tokens[at - steps]?.lower ?? '';
  if (
    !token ||
    at === 0 ||
    /[.!?\n]/.test(token.before.replace(/^\. ?/, TITLES.has(back(1)) ? '' : '.'))
  ) {
    return undefined;
  }
  const one = back(1);
  const two = back(2);
  const three = back(3);
  const adultNear = [two, three, back(4)].some(
    (word) => ADULT.has(word) || ADULT.has(word.replace(/'?s$/, '')),
  );
  if (TITLES.has(one)) {
    const lowerMiss = one === 'miss' && !tokens[at - 1]?.capital;
    return { weight: lowerMiss ? 2 : 3, adult: true };
  }
  if (
    (one === 'is' || one === 'was' || one === 'name' || one === 'are' || one === "name's") &&
    [one, two, three].some((word) => /^(?:sur|fore|nick|first|last|full)?names?(?:'s)?$/.test(word))
  ) {
    return {
      weight: 3,
      adult: adultNear || (two === 'name' && three === 'my'),
      pupil: [two, three, back(4)].some((word) => PUPIL.has(word.replace(/'?s$/, ''))),
    };
  }
  if (/^(?:surname|forename|firstname|nickname|name)$/.test(one) && /[:=]/.test(token.before)) {
    return { weight: 3, adult: adultNear };
  }
  if (one === 'called' || one === 'named') {
    if (NOT_CALLED.has(two) || NOT_CALLED.has(three)) return undefined;
    const person = [two, three, back(4), back(5)].some(
      (word) =>
        PUPIL.has(word) ||
        ADULT.has(word) ||
        /^(?:he's|she's|hes|shes|he|she|they're|who|who's|whos)$/.test(word),
    );
    const pupil = [two, three, back(4)].some((word) => PUPIL.has(word));
    return { weight: person ? 3 : 2, adult: adultNear, pupil };
  }
  if (one === 'as' && (two === 'known' || two === 'goes')) return { weight: 2, adult: false };
  if (one === 'by' && two === 'goes') return { weight: 3, adult: false };
  if (one === 'aka') return { weight: 3, adult: false };
  if ((one === 'is' || one === 'was') && ADULT.has(two.replace(/'s$/, '')))
    return { weight: 2, adult: true };
  if ((one === 'is' || one === 'was') && PUPIL.has(two))
    return { weight: 2, adult: false, pupil: true };
  if (
    one === 'of' &&
    /^(?:parents?|mum|mother|dad|father|carers?|guardian|sister|brother|twin|sibling|mam|nan|views|name)$/.test(
      two,
    )
  ) {
    return { weight: 2, adult: false, pupil: true };
  }
  if (PUPIL.has(one) && one !== 'one') return { weight: 2, adult: false, pupil: true };
  if (ADULT.has(one)) return { weight: 2, adult: true };
  if (one === "i'm" || (one === 'am' && two === 'i')) return { weight: 1, adult: true };
  if (/[,(:\u2013-]/.test(token.before)) {
    for (let step = 1; step <= 8; step += 1) {
      const word = tokens[at - step];
      if (!word) break;
      if (PUPIL.has(word.lower)) return { weight: 2, adult: false, pupil: true };
      if (ADULT.has(word.lower)) return { weight: 2, adult: true };
      if (/[.!?\n]/.test(word.before)) break;
    }
  }
  return undefined;
}

const AFTER_NAME =
  /^[\s,;:(-]{1,4}(?:(d\.? ?o\.? ?b\b|date of birth|born\b|upn\b|nhs (?:no|number)\b)|aged? \d|y(?:ea)?r? ?\d|\d{1,2} years? old)/i;

/** What, just after a run of capital words, says that they were a name: "Xan Okri, dob …". */
export function cueAfter(text: string, tokens: readonly Token[], at: number): Cue | undefined {
  const token = tokens[at];
  if (!token?.capital || (tokens[at - 1]?.capital && token.before === ' ')) return undefined;
  let last = at;
  while (last < at + 3 && tokens[last + 1]?.capital && tokens[last + 1]?.before === ' ') last += 1;
  const match = AFTER_NAME.exec(text.slice(tokens[last]?.end, (tokens[last]?.end ?? 0) + 24));
  if (!match) return undefined;
  return { weight: match[1] === undefined ? 2 : 3, adult: false, pupil: true };
}

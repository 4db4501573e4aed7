/** Where somebody lives: postcodes and streets. */

import { findAll } from './find-all.ts';
import type { Identifier } from './found.ts';
import { bare, type IdentifierWords } from './lists.ts';

const AREAS =
  'AB|AL|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|B|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|E|FK|FY|GL|GU|GY|G|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|L|ME|MK|ML|M|NE|NG|NN|NP|NR|NW|N|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|S|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|W|YO|ZE';
const POSTCODE = new RegExp(
  `\\b(?:${AREAS})\\d{1,2}[A-HJKMNP-Y]? {0,2}\\d[ABD-HJLNP-UW-Z]{2}\\b`,
  'gi',
);
const ORDINAL = /(?:1st|2nd|3rd|[04-9]th)$/;
const STREET_END =
  'road|rd|street|avenue|ave|lane|crescent|cres|terrace|close|drive|court|grove|gardens|gdns|place|way|walk|green|square|mews|row|rise|croft|st|dr|ln|ct|dene|mount|park|hill|view|garth|wynd|gate|fields|meadows|vale';
const STREET = new RegExp(
  `\\b(?:(?:flat|apartment|apt|unit) ?\\d{1,3}[a-z]?,? )?\\d{1,4}[a-z]?,? ((?:[\\p{L}'.]{2,20} ){1,3})(${STREET_END})\\b(?! (?:map|block|safety|side|works|sense|plan))`,
  'giu',
);
const STREET_CUED = new RegExp(
  `\\b(?:lives?|living|address|moved|house|home)\\b[^\\d\\n.?!]{0,12}\\b(?:on|at|in|is|to|near|:) ?((?:[\\p{L}']{2,20} ){1,3}(?:${STREET_END}))\\b`,
  'giu',
);
/** Words between a number and "close" or "way" that show it is no street. */
const NOT_STREET =
  /\b(?:a|the|in|on|of|to|is|are|per|and|or|at|for|with|that|it|by|from|hours?|weeks?|days?|years?|months?|minutes?|mins?|terms?|pupils?|children|steps?|times?|adults?|people|each|no|not|we|he|she|they|i|you|as|two|three|one|all|this|his|her|our|year|half|more|per|staff|sessions?|points?|pounds?|percent|miles?|metres?|meeting|term)\b/i;

/** @returns the postcodes and streets in a plain text, in any order */
export function places(text: string, words: IdentifierWords): Identifier[] {
  const found = findAll(
    'address',
    text,
    STREET_CUED,
    words,
    ({ 1: street = '' }) => /\p{Lu}/u.test(street) && !isAllowedPost(street, words),
  );
  if (!/\d/.test(text)) return found;
  found.push(
    ...findAll('postcode', text, POSTCODE, words, ({ 0: piece }) => !ORDINAL.test(piece)),
    // The whole of a street is the detail, though the pattern has groups of its own.
    ...Array.from(text.matchAll(STREET))
      .filter(({ 0: piece }) => isStreet(piece, words) && !words.allowed.has(bare(piece)))
      .map(
        ({ 0: piece, index }): Identifier => ({
          kind: 'address',
          start: index,
          end: index + piece.length,
        }),
      ),
  );
  return found;
}

function isStreet(piece: string, words: IdentifierWords): boolean {
  if (isAllowedPost(piece, words)) return false;
  const middle = piece.replace(/^.*?\d+[a-z]?,? /i, '').replace(/ \S+$/, '');
  if (NOT_STREET.test(middle)) return false;
  const end = piece.slice(piece.lastIndexOf(' ') + 1);
  if (/^\p{Lu}/u.test(middle) || /^\p{Lu}/u.test(end)) return true;
  return /^(?:road|rd|street|avenue|ave|lane|crescent|terrace|close|drive|grove|gardens)$/.test(
    end,
  );
}

/** Postal addresses of contacts are held whole, so a piece of one is allowed too. */
function isAllowedPost(piece: string, words: IdentifierWords): boolean {
  const wanted = bare(piece.replace(/^\d+\w?,? /, ''));
  for (const known of words.allowed)
    if (known.length > wanted.length && known.includes(wanted)) return true;
  return false;
}

/** Details that could tell who a child is, found so that they are never kept or sent on. */

import { z } from 'zod';
import { isEnglish } from '../english.ts';
import { plain, READ_AT_MOST } from './text.ts';

/** What kind of detail it is; the words are shown to people. */
export type IdentifierKind =
  | 'name'
  | 'adult name'
  | 'initials'
  | 'date of birth'
  | 'UPN'
  | 'NHS number'
  | 'NI number'
  | 'phone'
  | 'email'
  | 'postcode'
  | 'address'
  | 'car registration'
  | 'social media'
  | 'file name';

/** A detail and where it stands: `text.slice(start, end)`. */
export interface Identifier {
  kind: IdentifierKind;
  start: number;
  end: number;
}

const small = z.array(z.coerce.string().trim().min(1));

/** The `identifiers` part of safety.yaml. */
export const identifierFile = z.strictObject({
  allowed: small,
  'birth years': z.tuple([z.number().int(), z.number().int()]),
  handles: small,
  'not names': small,
  'not a name': small,
  'first names': small,
  'first names after a cue': small,
  surnames: small,
});

/** The lists of {@link identifierFile}, ready; made by {@link readIdentifierWords}. */
export interface IdentifierWords {
  allowed: ReadonlySet<string>;
  birthYears: readonly [number, number];
  handles: ReadonlySet<string>;
  notNames: RegExp;
  notAName: ReadonlySet<string>;
  firstNames: ReadonlySet<string>;
  cuedNames: ReadonlySet<string>;
  surnames: ReadonlySet<string>;
}

/**
 * Reads the lists once, at start.
 *
 * @param contacts further e-mail addresses, phones, postcodes and postal addresses that may stand
 */
export function readIdentifierWords(
  file: z.infer<typeof identifierFile>,
  contacts: readonly string[] = [],
): IdentifierWords {
  const escaped = file['not names'].map((name) => name.replace(/[^\p{L}\p{N} ]/gu, '\\$&'));
  const firstNames = new Set(file['first names']);
  for (const name of file['first names after a cue']) firstNames.delete(name);
  return {
    allowed: new Set([...file.allowed, ...contacts].map(bare)),
    birthYears: file['birth years'],
    handles: new Set(file.handles),
    notNames: escaped.length > 0 ? new RegExp(`\\b(?:${escaped.join('|')})\\b`, 'gi') : /(?!)/g,
    notAName: new Set(file['not a name']),
    firstNames,
    cuedNames: new Set([...file['first names'], ...file['first names after a cue']]),
    surnames: new Set(file.surnames),
  };
}

/**
 * Finds details that could identify a child or an adult around one: names after cues and common
 * first names, dates of birth, UPN (DfE, UPN guide: a letter and twelve characters, the last a
 * letter while temporary; the check letter is not required, since a mistyped one identifies too),
 * NHS number (NHS data dictionary: ten digits, modulus 11), NI number (HMRC), phones, e-mail,
 * postcodes, addresses, car registrations, handles, and file names that hold a name.
 *
 * No list finds every name (reliability notes, finding 8): ask for none in the first place.
 *
 * @param text as typed; the first 20,000 characters are read
 * @returns the details in order, none overlapping; never throws
 */
export function findIdentifiers(text: string, words: IdentifierWords): Identifier[] {
  const { text: read, origin } = plain(text);
  const found = [...numbers(read, words), ...dates(read, words), ...names(read, words)];
  for (const one of [...found]) if (one.kind === 'name') found.push(...dateBeside(read, one));
  return apart(found).map(({ kind, start, end }) => ({
    kind,
    start: origin(start),
    end: originEnd(origin, end, text),
  }));
}

/**
 * Puts a neutral word in place of each detail.
 *
 * @param text as typed; what lies beyond 20,000 characters was not read and is dropped
 * @returns text that names nobody the lists can find; never throws
 */
export function withoutIdentifiers(text: string, words: IdentifierWords): string {
  const read = text.slice(0, READ_AT_MOST);
  let out = '';
  let from = 0;
  for (const { kind, start, end } of findIdentifiers(read, words)) {
    out += read.slice(from, start) + NEUTRAL[kind];
    from = end;
  }
  return out + read.slice(from);
}

const NEUTRAL: Readonly<Record<IdentifierKind, string>> = {
  name: 'the pupil',
  'adult name': 'the adult',
  initials: 'the pupil',
  'date of birth': '[removed]',
  UPN: '[removed]',
  'NHS number': '[removed]',
  'NI number': '[removed]',
  phone: '[removed]',
  email: '[removed]',
  postcode: '[removed]',
  address: '[removed]',
  'car registration': '[removed]',
  'social media': '[removed]',
  'file name': '[removed]',
};

/** Letters and digits only, a phone without its country code: one form for comparing. */
function bare(detail: string): string {
  return detail
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@]/gu, '')
    .replace(/^(?:0044|44)0?(?=\d{9,10}$)/, '0');
}

function originEnd(origin: (at: number) => number, end: number, text: string): number {
  const last = origin(end - 1);
  const next = origin(end);
  if (next > last) return Math.min(next, text.length);
  return Math.min(last + ((text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1), text.length);
}

/** Details in order; where two overlap, one that reaches from the first start to the last end. */
function apart(found: readonly Identifier[]): Identifier[] {
  const sorted = [...found].sort((one, two) => one.start - two.start || two.end - one.end);
  const kept: Identifier[] = [];
  for (const one of sorted) {
    const last = kept.at(-1);
    if (last && one.start < last.end) last.end = Math.max(last.end, one.end);
    else kept.push({ ...one });
  }
  return kept;
}

// ---------------------------------------------------------------------------------------------
// Numbers and codes

const AREAS =
  'AB|AL|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|B|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|E|FK|FY|GL|GU|GY|G|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|L|ME|MK|ML|M|NE|NG|NN|NP|NR|NW|N|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|S|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|W|YO|ZE';
const POSTCODE = new RegExp(
  `\\b(?:${AREAS})\\d{1,2}[A-HJKMNP-Y]? {0,2}\\d[ABD-HJLNP-UW-Z]{2}\\b`,
  'gi',
);
const ORDINAL = /(?:1st|2nd|3rd|[04-9]th)$/;
const EMAIL = /[\w.+'-]{1,64}(?:@|\s?[[(]at[\])]\s?)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}/gi;
const UPN = /\b[a-z](?:[ -]?\d){11}[ -]?[\da-z]\b/gi;
const UPN_CUED =
  /\b(?:upn|unique pupil number)\b[^\da-z]{0,4}(?:(?:is|no|number|of|for|was|reads)\b[^\da-z]{0,4}){0,3}([a-z][\da-z -]{9,18}[\da-z])/gi;
const TEN_DIGITS = /(?<![\d.])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d]|[.,]\d)/g;
const NHS_CUED =
  /\bnhs\b(?: (?:no|number|num|id|#|ref))?\.?[^\da-z]{0,4}(?:(?:is|of|was)\b[^\d]{0,3})?(\d(?:[ -]?\d){9})(?!\d)/gi;
const NI =
  /\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b/gi;
const PHONE =
  /(?<![\d.,/£-])(?:\+44|0044|\(\+44\)|\(?0)[ ()./-]{0,3}\d(?:[ ().-]{0,2}\d){7,11}(?![\d/])/g;
const PLATE = /\b[A-Z]{2}\d{2} ?[A-Z]{3}\b/g;
const PLATE_CUED =
  /\b(?:reg|registration|number ?plate|plate|car|vehicle|van)\b[^\da-z]{0,3}(?:(?:is|no|number|was|reg|registration|plate)\b[^\da-z]{0,3}){0,3}([a-z]{2}\d{2} ?[a-z]{3}|[a-z]\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3}[a-z]|[a-z]{1,3} ?\d{2,4})\b/gi;
const HANDLE = /(?<![\w@.<])(@[a-z0-9_][\w.]{1,29})/gi;
const PROFILE =
  /\b(?:instagram|facebook|fb|tiktok|snapchat|twitter|x|youtube|twitch)\.com\/(?:add\/)?@?[\w.]{2,40}/gi;
const MEDIA_CUED =
  /\b(?:snap(?:chat)?|insta(?:gram)?|tik ?tok|twitter|discord|roblox|xbox|fortnite|facebook|fb|whatsapp|psn|telegram|twitch|youtube|gamertag|user ?name|handle)\b[^\p{L}\d]{0,3}(?:(?:is|as|name|user|username|account|handle|id|called|under|profile|tag)\b[^\p{L}\d]{0,3}){0,3}([a-z][\w.]{2,29})/giu;
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

function numbers(text: string, words: IdentifierWords): Identifier[] {
  const found: Identifier[] = [];
  const add = (kind: IdentifierKind, start: number, piece: string) => {
    if (!words.allowed.has(bare(piece))) found.push({ kind, start, end: start + piece.length });
  };
  const all = (
    kind: IdentifierKind,
    pattern: RegExp,
    fits?: (match: RegExpMatchArray) => boolean,
  ) => {
    for (const match of text.matchAll(pattern)) {
      if (fits && !fits(match)) continue;
      const piece = match[1] ?? match[0];
      add(kind, match.index + match[0].lastIndexOf(piece), piece);
    }
  };
  const whole = (kind: IdentifierKind, pattern: RegExp, fits?: (piece: string) => boolean) => {
    for (const match of text.matchAll(pattern)) {
      if (!fits || fits(match[0])) add(kind, match.index, match[0]);
    }
  };
  if (/@|[[(]at[\])]/i.test(text)) {
    whole('email', EMAIL);
    all(
      'social media',
      HANDLE,
      (match) => !words.handles.has((match[1] ?? '').slice(1).toLowerCase()),
    );
  }
  if (text.includes('.com/')) whole('social media', PROFILE);
  all('social media', MEDIA_CUED, ({ 1: name = '' }) => {
    const word = name.replace(/\.$/, '').toLowerCase();
    return /[\d_.]/.test(word) || !(isEnglish(word) || words.notAName.has(word));
  });
  all(
    'address',
    STREET_CUED,
    ({ 1: street = '' }) => /\p{Lu}/u.test(street) && !isAllowedPost(street, words),
  );
  // The rest all hold a digit, and most messages hold none.
  if (!/\d/.test(text)) return found;
  whole('UPN', UPN, (piece) => !/^[a-z] /i.test(piece));
  all('UPN', UPN_CUED, ({ 1: code = '' }) => (code.match(/\d/g) ?? []).length >= 8);
  whole('NHS number', TEN_DIGITS, isNhsNumber);
  all('NHS number', NHS_CUED);
  whole('NI number', NI);
  whole('phone', PHONE, isPhone);
  whole('postcode', POSTCODE, (piece) => !ORDINAL.test(piece));
  whole('car registration', PLATE, (piece) => !/(?:SEN|EHC|SEM|THE|AND|FOR)$/.test(piece));
  all('car registration', PLATE_CUED);
  whole('address', STREET, (piece) => isStreet(piece, words));
  return found;
}

/** NHS data dictionary: weights 10 to 2; 11 less the remainder is the check digit; 10 is void. */
function isNhsNumber(piece: string): boolean {
  const digits = Array.from(piece.replace(/\D/g, ''), Number);
  const sum = digits.slice(0, 9).reduce((total, digit, at) => total + digit * (10 - at), 0);
  const check = (11 - (sum % 11)) % 11;
  return digits.length === 10 && check !== 10 && check === digits[9] && sum > 0;
}

/** Ofcom: ten or eleven digits from 0, and what follows it is 1, 2, 3, 5, 7, 8 or 9. */
function isPhone(piece: string): boolean {
  const digits = piece.replace(/\D/g, '').replace(/^(?:0044|44)0?/, '0');
  return /^0[1235789]\d{8,9}$/.test(digits);
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

// ---------------------------------------------------------------------------------------------
// Dates of birth

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

function dates(text: string, words: IdentifierWords): Identifier[] {
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
function dateBeside(text: string, name: Identifier): Identifier[] {
  const match = BESIDE.exec(text.slice(name.end, name.end + 40));
  if (!match?.[1]) return [];
  const start = name.end + match[0].length - match[1].length;
  return [{ kind: 'date of birth', start, end: start + match[1].length }];
}

// ---------------------------------------------------------------------------------------------
// Names

interface Token {
  text: string;
  lower: string;
  start: number;
  end: number;
  /** What stands between the token before and this one. */
  before: string;
  capital: boolean;
}

const PUPIL = new Set(
  'pupil pupils child children kid boy boys girl girls lad lass student students learner youngster son daughter brother sister twin sibling nephew niece grandson granddaughter toddler teenager one baby friend cousin'.split(
    ' ',
  ),
);
const ADULT = new Set(
  'mum mam mom mother dad father stepdad stepmum stepfather stepmother carer parent nan nana grandma grandad grandmother grandfather uncle aunt auntie guardian teacher tutor ta senco head headteacher worker psychologist therapist gp doctor paediatrician keyworker colleague governor principal deputy social'.split(
    ' ',
  ),
);
const TITLES = new Set(
  'mr mrs ms miss mx dr prof professor sir madam rev fr mister missus doctor'.split(' '),
);
const LINKS = new Set('de van von der den al el bin ibn ben la le du di da st mc mac o'.split(' '));

function names(text: string, words: IdentifierWords): Identifier[] {
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
    found.push({ kind, start: joined || titled ? before.start : token.start, end });
  }
  found.push(...initials(text, words), ...fileNames(text, words));
  return found;
}

/** Before "called" or "named": a thing, or somebody who rang. */
const NOT_CALLED = new Set(
  "so we i they it it's its have has service programme scheme form team group club approach intervention assessment tool charity school academy panel website app resource course plan policy place document what that".split(
    ' ',
  ),
);

interface Cue {
  /** How much a cue says: 3 a name must follow, 2 one is likely, 1 one is possible. */
  weight: 1 | 2 | 3;
  adult: boolean;
}

/** What, just before the token, says that a name follows. */
function cueBefore(tokens: readonly Token[], at: number): Cue | undefined {
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
    return { weight: 3, adult: adultNear || (two === 'name' && three === 'my') };
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
    return { weight: person ? 3 : 2, adult: adultNear };
  }
  if (one === 'as' && (two === 'known' || two === 'goes')) return { weight: 2, adult: false };
  if (one === 'by' && two === 'goes') return { weight: 3, adult: false };
  if (one === 'aka') return { weight: 3, adult: false };
  if ((one === 'is' || one === 'was') && ADULT.has(two.replace(/'s$/, '')))
    return { weight: 2, adult: true };
  if ((one === 'is' || one === 'was') && PUPIL.has(two)) return { weight: 2, adult: false };
  if (
    one === 'of' &&
    /^(?:parents?|mum|mother|dad|father|carers?|guardian|sister|brother|twin|sibling|mam|nan|views|name)$/.test(
      two,
    )
  ) {
    return { weight: 2, adult: false };
  }
  if (PUPIL.has(one) && one !== 'one') return { weight: 2, adult: false };
  if (ADULT.has(one)) return { weight: 2, adult: true };
  if (one === "i'm" || (one === 'am' && two === 'i')) return { weight: 1, adult: true };
  if (/[,(:\u2013-]/.test(token.before)) {
    for (let step = 1; step <= 8; step += 1) {
      const word = tokens[at - step];
      if (!word) break;
      if (PUPIL.has(word.lower)) return { weight: 2, adult: false };
      if (ADULT.has(word.lower)) return { weight: 2, adult: true };
      if (/[.!?\n]/.test(word.before)) break;
    }
  }
  return undefined;
}

const AFTER_NAME =
  /^[\s,;:(-]{1,4}(?:(d\.? ?o\.? ?b\b|date of birth|born\b|upn\b|nhs (?:no|number)\b)|aged? \d|y(?:ea)?r? ?\d|\d{1,2} years? old)/i;

/** What, just after a run of capital words, says that they were a name: "Xan Okri, dob …". */
function cueAfter(text: string, tokens: readonly Token[], at: number): Cue | undefined {
  const token = tokens[at];
  if (!token?.capital || (tokens[at - 1]?.capital && token.before === ' ')) return undefined;
  let last = at;
  while (last < at + 3 && tokens[last + 1]?.capital && tokens[last + 1]?.before === ' ') last += 1;
  const match = AFTER_NAME.exec(text.slice(tokens[last]?.end, (tokens[last]?.end ?? 0) + 24));
  if (!match) return undefined;
  return { weight: match[1] === undefined ? 2 : 3, adult: false };
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
    return false;
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

function stemOf(lower: string): string {
  return lower.replace(/'s?$/, '');
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let last = 0;
  for (const match of text.matchAll(/\p{L}[\p{L}\p{N}]*(?:['-]\p{L}+)*'?/gu)) {
    const piece =
      match[0].endsWith("'") && !/s'$/i.test(match[0]) ? match[0].slice(0, -1) : match[0];
    tokens.push({
      text: piece,
      lower: piece.toLowerCase(),
      start: match.index,
      end: match.index + piece.length,
      before: text.slice(last, match.index).replace(/\s+/g, ' '),
      capital: /^\p{Lu}/u.test(piece),
    });
    last = match.index + piece.length;
  }
  return tokens;
}

/** Whether a message is all capitals, so that capitals tell nothing. */
function isShouted(text: string): boolean {
  const letters = text.replace(/\P{L}/gu, '');
  return letters.length > 12 && letters === letters.toUpperCase();
}

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

const INITIALS = /(?<![\p{L}.])\p{Lu}\. ?\p{Lu}\.(?:\p{Lu}\.)?(?!\p{L})/gu;
const INITIALS_CUED =
  /\b(?:initials?(?: (?:is|are))?|pupil|child|student|boy|girl|learner)\b[ :(,-]{1,3}(\p{Lu}\.?\p{Lu}\.?(?:\p{Lu}\.?)?)(?![\p{L}\d])/gu;

function initials(text: string, words: IdentifierWords): Identifier[] {
  const found: Identifier[] = [];
  for (const match of text.matchAll(INITIALS_CUED)) {
    const piece = match[1] ?? '';
    const word = piece.replace(/\./g, '').toLowerCase();
    if (!piece.includes('.') && (words.notAName.has(word) || NOT_INITIALS.has(word))) continue;
    const start = match.index + match[0].length - piece.length;
    found.push({ kind: 'initials', start, end: start + piece.length });
  }
  for (const match of text.matchAll(INITIALS)) {
    const word = match[0].replace(/[. ]/g, '').toLowerCase();
    if (NOT_DOTTED.has(word)) continue;
    found.push({ kind: 'initials', start: match.index, end: match.index + match[0].length });
  }
  return found;
}

const NOT_DOTTED = new Set('eg ie am pm uk us nb ps pe it id la sen eu pto'.split(' '));
const NOT_INITIALS = new Set(
  'eg ie am pm uk eu us ni pe re it pp lac cp cin cla hi vi msi pd mld sld pmld spld asc eyp ehe fsm cme nc rag iep pep tac taf hr ce rc ac dc dla pip bs ok id tv cd'.split(
    ' ',
  ),
);

const FILE =
  /(?<![\w'-])[\w'-]{1,80}\.(?:docx?|pdf|xlsx?|pptx?|jpe?g|png|heic|csv|txt|rtf|odt|msg|eml|zip|mp[34]|mov)\b/gi;

function fileNames(text: string, words: IdentifierWords): Identifier[] {
  const found: Identifier[] = [];
  for (const match of text.matchAll(FILE)) {
    const parts = match[0]
      .replace(/\.\w+$/, '')
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replace(/\b(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
      .split(/[\s_'-]+/);
    const named = parts.some((part, at) => {
      const word = part.toLowerCase();
      if (words.firstNames.has(word)) return true;
      const capital = /^\p{Lu}\p{Ll}/u.test(part);
      return (
        capital &&
        words.surnames.has(word) &&
        (at > 0 ? /^\p{Lu}/u.test(parts[at - 1] ?? '') : parts.length > 1)
      );
    });
    if (named)
      found.push({ kind: 'file name', start: match.index, end: match.index + match[0].length });
  }
  return found;
}

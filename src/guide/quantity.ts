/**
 * What a person types for a sum, a number, a length of time or a date, read once for every
 * question and every pasted cell. Nothing is guessed: what could mean two things is asked about.
 */

import { clean, plain } from '../safety/text.ts';

/** What was read, or one plain sentence saying what was seen and how to write it. */
export type Read<T> = { value: T } | { problem: string };

/** Pupils in a group, and the adults with them when they were told too. */
export interface Group {
  pupils: number;
  adults?: number;
}

/** A school's year has 38 weeks of lessons and a 39th of training days (domain rule D3, item 3). */
const MOST_WEEKS = 39;
/** The longest session that is believed: a working day of 8 hours, such as a psychologist's visit. */
const MOST_MINUTES = 480;
/** "9:30" as a length would be longer than a school day of 5 h 30 min, so it is a time of day. */
const MOST_CLOCK_MINUTES = 330;
const MOST_SESSIONS = 25;
const MOST_PUPILS = 30;
const MOST_PENCE = 100_000_000;
/** No honest figure is longer than this. */
const READ_AT_MOST = 120;
const SHOW_AT_MOST = 40;

const FIGURE = String.raw`((?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d+)?)`;
const SMALL = String.raw`(\d{1,3}(?:\.\d+)?)`;

/**
 * Reads a sum: "£6k", "6,000", "16.50", "£16.5 an hour", "1200p".
 *
 * @param kind `rate` lets "an hour" follow; a `sum` is asked about when it does
 * @returns whole pence, from 0 to a million pounds; never throws
 */
export function readMoney(text: string, kind: 'rate' | 'sum' = 'rate'): Read<number> {
  return read(text, 'write pounds and pence, such as £16.50', (typed) => {
    if (/^(?:nil|none|free|0 cost|no cost|no charge|zero)$/.test(typed)) return { value: 0 };
    if (/[$€¥]|\b(?:usd|eur|euros?|dollars?)\b/.test(typed)) return { problem: 'is not in pounds' };
    const hour = /\s?(?:(?:\/|per|an|a|each)\s?(?:hour|hr|h)|p\/?h|p\.h|ph|hourly)\.?$/;
    const amount = typed.replace(hour, '').trim();
    if (amount !== typed && kind === 'sum') return { problem: 'is for an hour, not one whole sum' };
    const match = new RegExp(
      `^(?:£|gbp)?\\s?${FIGURE}\\s?(k|thousand|p|pence|pounds?|quid|gbp)?$`,
    ).exec(amount);
    if (!match?.[1]) {
      if (/\b(?:day|week|month|term|year|annum|pa|session)\b/.test(typed))
        return {
          problem: `is not ${kind === 'rate' ? 'for one hour' : 'one whole sum'}`,
        };
      return undefined;
    }
    const [, figure, unit = ''] = match;
    const decimals = figure.split('.')[1]?.length ?? 0;
    const pounds = /^(?:£|gbp)/.test(amount);
    if (/^p/.test(unit) && !/^pound/.test(unit)) {
      // "£16.50p" is a common slip and can mean one thing only; "16.50p" and "£1200p" cannot.
      if (pounds ? decimals !== 2 : decimals > 0) return { problem: 'mixes pounds and pence' };
      return sensible(scaled(figure, pounds ? 2 : 0));
    }
    if (/^[kt]/.test(unit)) return sensible(scaled(figure, 5));
    return sensible(scaled(figure, 2));
  });

  function sensible(pence: number | undefined): Read<number> | undefined {
    if (pence === undefined) return { problem: 'has parts of a penny' };
    return pence > MOST_PENCE ? { problem: 'is more than a million pounds' } : { value: pence };
  }
}

/**
 * Reads a number of at most six decimals: "12", "1,200", "2.5", "three", "1½".
 *
 * @returns the number, 0 or more; never throws
 */
export function readNumber(text: string): Read<number> {
  return read(text, 'write one number in figures, such as 12 or 2.5', (typed) => {
    const match = new RegExp(`^${FIGURE}$`).exec(typed);
    if (!match?.[1]) return undefined;
    const millionths = scaled(match[1], 6);
    return millionths === undefined
      ? { problem: 'has too many decimals' }
      : { value: millionths / 1e6 };
  });
}

/**
 * Reads a whole number: "12", "three".
 *
 * @returns the number, between `least` and `most`; never throws
 */
export function readWhole(text: string, least = 0, most = Number.MAX_SAFE_INTEGER): Read<number> {
  const bounds = most < Number.MAX_SAFE_INTEGER ? ` from ${least} to ${most}` : '';
  return read(text, `write one whole number${bounds}`, (typed) => {
    const match = new RegExp(`^${FIGURE}$`).exec(typed);
    const value = match?.[1] ? scaled(match[1], 0) : undefined;
    if (value === undefined) return match ? { problem: 'is not a whole number' } : undefined;
    if (value < least) return { problem: `is less than ${least}` };
    return value > most ? { problem: `is more than ${most}` } : { value };
  });
}

/**
 * Reads a percentage: "95%", "95 per cent", "95". "0.95" may mean 95% or less than one, so it is
 * asked about.
 *
 * @returns from 0 to 100, with at most two decimals; never throws
 */
export function readPercent(text: string): Read<number> {
  return read(text, 'write a percentage from 0 to 100, such as 95%', (typed) => {
    const match = new RegExp(`^${FIGURE}\\s?(%|per ?cent|pc)?$`).exec(typed);
    if (!match?.[1]) return undefined;
    const hundredths = scaled(match[1], 2);
    if (hundredths === undefined) return { problem: 'has more than two decimals' };
    if (hundredths > 10_000) return { problem: 'is more than 100%' };
    if (!match[2] && hundredths > 0 && hundredths <= 100)
      return { problem: `may mean ${hundredths / 100}% or ${hundredths}%` };
    return { value: hundredths / 100 };
  });
}

/**
 * Reads the length of one session: "30 mins", "half an hour", "1h 15", "0:45", "1.5 hours", "45".
 *
 * @param bare what a number alone counts; `ask` when the heading above it does not say
 * @returns whole minutes from 1 to 480; never throws
 */
export function readMinutes(
  text: string,
  bare: 'minutes' | 'hours' | 'ask' = 'minutes',
): Read<number> {
  return read(text, 'write the minutes of one session, such as 30', (typed) => {
    const said = typed
      .replace(/^(?:a )?(?:half(?: an| a)? hour|half hour|1\/2(?: an)? hour)$/, '30 min')
      .replace(/^(?:a )?quarter(?: of)? an hour$/, '15 min')
      .replace(/^(?:3|three) quarters of an hour$/, '45 min')
      .replace(/^(?:an|1|a) hour and a half$/, '90 min')
      .replace(/^(?:an|a) hour$/, '1 h')
      .replace(/\s(?:each|per session|a session|sessions?|each session)$/, '');
    const clock = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(said);
    if (clock) {
      const minutes = Number(clock[1]) * 60 + Number(clock[2]);
      if (Number(clock[2]) > 59 || minutes > MOST_CLOCK_MINUTES)
        return { problem: 'looks like a time of day or a ratio' };
      return long(minutes);
    }
    const whole =
      /^(\d{1,2})\s?(?:h|hr|hrs|hours?)\.?(?: and)?\s?(\d{1,2})\s?(?:m|min|mins|minutes?)?\.?$/.exec(
        said,
      );
    if (whole)
      return Number(whole[2]) > 59 ? undefined : long(Number(whole[1]) * 60 + Number(whole[2]));
    const one = new RegExp(`^${SMALL}\\s?(?:(h|hr|hrs|hours?)|(m|min|mins|minutes?|'))?\\.?$`).exec(
      said,
    );
    if (!one?.[1]) return undefined;
    const hundredths = scaled(one[1], 2);
    const unit = one[2] ? 'hours' : one[3] ? 'minutes' : bare;
    if (unit === 'ask') return { problem: 'does not say whether it is minutes or hours' };
    if (hundredths === undefined) return { problem: 'has more than two decimals' };
    if (unit === 'hours') {
      // "1.30 hours" is written for an hour and a half as often as for 78 minutes.
      if (/\.\d\d$/.test(one[1]) && hundredths % 25)
        return { problem: 'may be decimals of an hour or minutes' };
      const minutes = (hundredths * 60) / 100;
      return Number.isInteger(minutes)
        ? long(minutes)
        : { problem: `is ${minutes} minutes, not a whole number of them` };
    }
    if (!one[3] && hundredths > 0 && hundredths < 500)
      return { problem: 'may be hours or minutes' };
    return hundredths % 100 ? { problem: 'has parts of a minute' } : long(hundredths / 100);
  });

  function long(minutes: number): Read<number> {
    if (minutes === 0) return { problem: 'is no time at all' };
    return minutes > MOST_MINUTES
      ? { problem: `is longer than ${MOST_MINUTES / 60} hours` }
      : { value: minutes };
  }
}

/**
 * Reads how often: "daily" is 5 a week, "twice a week" 2, "fortnightly" 0.5, "Mon/Wed/Fri" 3.
 * "Biweekly" and "monthly" are asked about: the one has two meanings, the other no fixed number.
 *
 * @param bare what a number alone counts; `ask` when the heading above it does not say "a week"
 * @returns sessions a week, more than 0 and at most 25, with at most two decimals; never throws
 */
export function readSessions(text: string, bare: 'a week' | 'ask' = 'a week'): Read<number> {
  return read(text, 'write the sessions a week, such as 5, or 0.5 for fortnightly', (typed) => {
    const said = typed
      .replace(/\bonce\b/g, '1 times')
      .replace(/\btwice\b/g, '2 times')
      .replace(/\bthrice\b/g, '3 times');
    const days = countDays(said);
    if (days !== undefined) return often(days * 100);
    const times = String.raw`(?:x\s?)?${SMALL}\s?(?:x|times|sessions?|lessons?)?`;
    const per = String.raw`(?:a|per|each|every|in a|\/|p)\s?\/?\s?`;
    const week = String.raw`(?:weekly|${per}(?:week|wk|w)|pw|p\.w)`;
    if (/^\d+[ -]weekly$/.test(said))
      return { problem: 'can mean so many times a week or every so many weeks' };
    const weekly = new RegExp(
      `^(?:${times}|${SMALL}\\s?(?:days?|mornings?|afternoons?))\\s?${week}\\.?$`,
    ).exec(said);
    if (weekly) return often(scaled(weekly[1] ?? weekly[2] ?? '', 2));
    if (new RegExp(`^${week}$`).test(said)) return often(100);
    const after = new RegExp(`^weekly\\s?x\\s?${SMALL}$`).exec(said);
    if (after?.[1]) return often(scaled(after[1], 2));
    const day = `(?:daily|everyday|${per}(?:school |single )?(?:day|morning|afternoon|lunch ?time|break ?time))`;
    const daily = new RegExp(`^(?:${times}\\s?)?${day}$`).exec(said);
    if (daily) return often(times5(daily[1]));
    const fortnight = `(?:fortnightly|${per}fortnight|(?:on )?alternate weeks|${per}(?:other|second|alternate|2) weeks?)`;
    const fortnightly = new RegExp(`^(?:${times}\\s?)?${fortnight}$`).exec(said);
    if (fortnightly) return often(halved(fortnightly[1]));
    const alone = new RegExp(`^${times}$`).exec(said);
    if (alone?.[1]) {
      if (bare === 'ask') return { problem: 'does not say whether it is a week' };
      return /\bonce\b/.test(typed)
        ? { problem: 'may be one visit or once a week' }
        : often(scaled(alone[1], 2));
    }
    if (/\bbi-?weekly\b/.test(said))
      return { problem: 'can mean twice a week or every other week' };
    if (/month|term|year|annual|weeks/.test(said)) return { problem: 'is not a number a week' };
    if (/need|ad ?hoc|required|ongoing|when/.test(said))
      return { problem: 'is not a fixed number' };
    return undefined;
  });

  function often(hundredths: number | undefined): Read<number> {
    if (hundredths === undefined || !Number.isInteger(hundredths))
      return { problem: 'has more than two decimals' };
    if (hundredths === 0) return { problem: 'is no session at all' };
    return hundredths > MOST_SESSIONS * 100
      ? { problem: `is more than ${MOST_SESSIONS} a week` }
      : { value: hundredths / 100 };
  }
  function times5(times = '1'): number | undefined {
    const hundredths = scaled(times, 2);
    return hundredths === undefined ? undefined : hundredths * 5;
  }
  function halved(times = '1'): number | undefined {
    const hundredths = scaled(times, 2);
    return hundredths === undefined ? undefined : hundredths / 2;
  }
}

const WEEKDAYS: readonly RegExp[] = [
  /^m(?:on)?(?:days?)?$/,
  /^t(?:u|ue|ues)?(?:days?)?$/,
  /^w(?:ed|eds|ednes)?(?:days?)?$/,
  /^th(?:u|ur|urs)?(?:days?)?$/,
  /^f(?:ri)?(?:days?)?$/,
];

/** "Mon/Wed/Fri" is 3, "Mon to Thu" 4; undefined when it is anything else. */
function countDays(said: string): number | undefined {
  const dayOf = (word: string) => WEEKDAYS.findIndex((day) => day.test(word));
  const range = /^([a-z]+)\s?(?:-|to)\s?([a-z]+)$/.exec(said);
  if (range?.[1] && range[2]) {
    const [from, to] = [dayOf(range[1]), dayOf(range[2])];
    return from >= 0 && to > from ? to - from + 1 : undefined;
  }
  const words = said.split(/\s?(?:[/,;+&]|\band\b)\s?|\s/).filter(Boolean);
  const days = words.map(dayOf);
  if (said.length < 2 || !words.length || days.includes(-1)) return undefined;
  return new Set(days).size === days.length ? days.length : undefined;
}

/**
 * Reads a group: "1:4" is one adult with four pupils, as schools write it, and "2:1" is two-to-one
 * care. "4:1" is asked about, since it may be four pupils or four adults.
 *
 * @returns 1 to 30 pupils, and 1 to 3 adults when they were told; never throws
 */
export function readGroup(text: string): Read<Group> {
  return read(text, 'write the number of pupils in the group, such as 4', (typed) => {
    if (/^(?:individual(?:ly)?|alone|single|121|1 pupil only|this pupil only)$/.test(typed))
      return typed === '121'
        ? { problem: 'may be one-to-one or a number' }
        : { value: { pupils: 1 } };
    if (/^(?:in )?(?:a )?pairs?$|^paired$/.test(typed)) return { value: { pupils: 2 } };
    const ratio = /^([1-9]\d?)\s?(:|-to-| to |-)\s?([1-9]\d?)$/.exec(typed);
    if (ratio) {
      const [adults, pupils] = [Number(ratio[1]), Number(ratio[3])];
      // "1-4" and "1 to 4" may be a range of sizes; only a ratio to one cannot be.
      if (ratio[2] !== ':' && !(pupils === 1 && adults <= 2)) return { problem: 'may be a range' };
      if (adults > 3 || (adults === 3 && pupils < 3))
        return { problem: 'does not say which number is the adults' };
      return of(pupils, adults);
    }
    const told =
      /^(\d{1,2})\s?(?:adults?|tas?|staff)\s?(?:to|:|with|and|for|,|\/)?\s?(\d{1,2})\s?(?:pupils?|children|child|students?)$/.exec(
        typed,
      );
    if (told) return of(Number(told[2]), Number(told[1]));
    const noun = '(?:pupils?|children|child|students?|learners?)';
    const size = new RegExp(
      `^(?:(?:in )?(?:a )?(?:small )?groups? (?:of )?)?(\\d{1,3})(?: ${noun})?(?: (?:in|per|in a|in the) group)?$`,
    ).exec(typed);
    if (size) return of(Number(size[1]));
    if (/\bclass\b/.test(typed)) return { problem: 'is not a number of pupils' };
    if (/^(?:in )?(?:a )?(?:small )?groups?$/.test(typed))
      return { problem: 'does not say how many pupils' };
    return undefined;
  });

  function of(pupils: number, adults?: number): Read<Group> {
    if (pupils < 1) return { problem: 'has no pupil in it' };
    if (pupils > MOST_PUPILS) return { problem: `is more than ${MOST_PUPILS} pupils` };
    if (adults !== undefined && (adults < 1 || adults > 3))
      return { problem: 'is not from 1 to 3 adults' };
    return { value: adults === undefined ? { pupils } : { pupils, adults } };
  }
}

/**
 * Reads the weeks of a block or year: "12", "12 weeks". A term or a year has no one length, so
 * each is asked about.
 *
 * @returns whole weeks from 1 to 39; never throws
 */
export function readWeeks(text: string): Read<number> {
  return read(text, 'write the number of school weeks, such as 12', (typed) => {
    const match =
      /^(?:for )?(\d{1,3})(?:\.0+)?\s?(?:school )?(?:weeks?|wks?|w)?\.?(?: (?:a|per) year)?$/.exec(
        typed,
      );
    if (match) {
      const value = Number(match[1]);
      if (value > MOST_WEEKS)
        return { problem: `is more than the ${MOST_WEEKS} weeks a school is open in a year` };
      return value === 0 ? { problem: 'is no week at all' } : { value };
    }
    if (/\byear|annual|\bpa\b|per annum/.test(typed))
      return { problem: 'is not a number of weeks, though 38 is common for a school year' };
    if (/term/.test(typed))
      return { problem: 'is not a number of weeks, and terms differ in length' };
    if (/ongoing|continu|always/.test(typed)) return { problem: 'has no end' };
    return /^\d+\.\d+/.test(typed) ? { problem: 'is not a whole number of weeks' } : undefined;
  });
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * Reads a date, day first as in Britain: "12/9/26", "12 Sept 2026", "2026-09-12", "yesterday".
 *
 * @param today ISO date
 * @returns an ISO date from 1990 to 2099; never throws
 */
export function readDate(text: string, today: string): Read<string> {
  return read(text, 'write day, month and year, such as 12 September 2026', (typed) => {
    if (typed === 'today') return { value: today };
    if (typed === 'yesterday') return { value: daysFrom(today, -1) };
    if (typed === 'tomorrow') return { value: daysFrom(today, 1) };
    const bare = typed.replace(/[t ]\s?00:00(?::00(?:\.0+)?z?)?$/, '');
    const named = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s/.exec(bare);
    const said = named ? bare.slice(named[0].length) : bare;
    const found = dateIn(said);
    if (!found) {
      if (/^\d{5}$/.test(said))
        return { problem: 'looks like a spreadsheet’s own number for a date' };
      return undefined;
    }
    const { day, month, year } = found;
    if (month < 1 || month > 12) return { problem: `has no month ${month}; the day comes first` };
    if (year === undefined) {
      const thisYear = Number(today.slice(0, 4));
      if (!exists(day, month, 2024))
        return { problem: `is no date, since ${monthName(month)} has no day ${day}` };
      return { problem: `has no year, which may be ${thisYear} or ${thisYear - 1}` };
    }
    if (!exists(day, month, year))
      return { problem: `is no date, since ${monthName(month)} ${year} has no day ${day}` };
    if (year < 1990 || year > 2099) return { problem: `is in the year ${year}` };
    const value = iso(day, month, year);
    const weekday = DAYS[new Date(`${value}T00:00:00Z`).getUTCDay()] ?? '';
    if (named?.[1] && !weekday.startsWith(named[1]))
      return {
        problem: `does not agree with itself, since ${sayDate(value)} is a ${capital(weekday)}`,
      };
    return { value };
  });
}

function dateIn(
  said: string,
): { day: number; month: number; year: number | undefined } | undefined {
  const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(said);
  if (yearFirst)
    return {
      day: Number(yearFirst[4]),
      month: Number(yearFirst[3]),
      year: Number(yearFirst[1]),
    };
  const dayFirst = /^(\d{1,2})\s?[-/.\s]\s?(\d{1,2})(?:\s?[-/.\s]\s?(\d{4}|\d{2}))?$/.exec(said);
  if (dayFirst)
    return { day: Number(dayFirst[1]), month: Number(dayFirst[2]), year: yearOf(dayFirst[3]) };
  const year = String.raw`(?:[\s,./-]+'?(\d{4}|\d{2}))?`;
  const named = new RegExp(
    `^(?:the )?(\\d{1,2})(?:st|nd|rd|th)?[\\s./-]?(?:of )?${MONTH}\\.?${year}$`,
  ).exec(said);
  if (named) return { day: Number(named[1]), month: monthOf(named[2]), year: yearOf(named[3]) };
  const monthFirst = new RegExp(
    `^${MONTH}\\.?[\\s./-](\\d{1,2})(?:st|nd|rd|th)?(?:[\\s,./-]+(\\d{4}))?$`,
  ).exec(said);
  if (monthFirst)
    return {
      day: Number(monthFirst[2]),
      month: monthOf(monthFirst[1]),
      year: yearOf(monthFirst[3]),
    };
  return undefined;
}

/**
 * Reads a month: "Sept 2025", "09/2025", "2025-09", a whole date, "last month". "Sep 25" is asked
 * about, since 25 may be the day or the year.
 *
 * @param today ISO date
 * @returns "2025-09"; never throws
 */
export function readMonth(text: string, today: string): Read<string> {
  return read(text, 'write month and year, such as September 2025', (typed) => {
    if (typed === 'this month') return { value: today.slice(0, 7) };
    if (typed === 'last month')
      return { value: daysFrom(`${today.slice(0, 7)}-01`, -1).slice(0, 7) };
    const numbers = /^(\d{1,2})\s?[/.-]\s?(\d{4})$/.exec(typed);
    const yearFirst = /^(\d{4})[/.-](\d{1,2})$/.exec(typed);
    const named = new RegExp(`^${MONTH}\\.?[\\s,./-]*(?:(\\d{4})|'(\\d{2}))$`).exec(typed);
    const month = named ? monthOf(named[1]) : Number(numbers?.[1] ?? yearFirst?.[2] ?? Number.NaN);
    const year = Number(named?.[2] ?? numbers?.[2] ?? yearFirst?.[1] ?? `20${named?.[3]}`);
    if (Number.isInteger(month) && Number.isInteger(year)) {
      if (month < 1 || month > 12) return { problem: `has no month ${month}` };
      if (year < 1990 || year > 2099) return { problem: `is in the year ${year}` };
      return { value: iso(1, month, year).slice(0, 7) };
    }
    const short = new RegExp(`^${MONTH}\\.?[\\s/-]?(\\d{2})$`).exec(typed);
    if (short) return { problem: `may be a day or the year 20${short[2]}` };
    if (new RegExp(`^${MONTH}$`).test(typed)) return { problem: 'has no year' };
    if (/^(?:autumn|spring|summer|winter)\b|\bterm\b/.test(typed))
      return { problem: 'is a season or term, not one month' };
    const whole = readDate(typed, today);
    return 'value' in whole ? { value: whole.value.slice(0, 7) } : undefined;
  });
}

/** @returns `yes` or `no`; never throws */
export function readYesNo(text: string): Read<'yes' | 'no'> {
  return read(text, 'write yes or no', (typed) => {
    if (/^(?:y|yes|yeah|yep|yup|yes please|true|ok|okay|✓|✔)$/.test(typed)) return { value: 'yes' };
    if (/^(?:n|no|nope|nah|no thanks?|no thank you|false|✗|✘)$/.test(typed)) return { value: 'no' };
    return undefined;
  });
}

const WHOLE = new Intl.NumberFormat('en-GB');
const TWO_PLACES = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** @param pence whole pence @returns "£1,045.00"; below zero "−£5.00" */
export function sayMoney(pence: number): string {
  return `${pence < 0 ? '−' : ''}£${TWO_PLACES.format(Math.abs(pence) / 100)}`;
}

/** @param pence whole pence @returns "£6,000" for whole pounds, otherwise "£3,789.47" */
export function sayPounds(pence: number): string {
  return sayMoney(pence).replace(/\.00$/, '');
}

/** @param minutes whole, or with at most two decimals @returns "63 h 20 min", "190 h", "45 min" */
export function sayHours(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = Math.round((minutes - hours * 60) * 100) / 100;
  const said = [
    ...(hours ? [`${WHOLE.format(hours)} h`] : []),
    ...(rest || !hours ? [`${rest} min`] : []),
  ];
  return said.join(' ');
}

/** @param date ISO @returns "12 September 2026" */
export function sayDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${monthName(month ?? 0)} ${year}`;
}

/** @param month "2025-09" @returns "September 2025" */
export function sayMonth(month: string): string {
  return sayDate(`${month}-01`).replace(/^1 /, '');
}

/**
 * @param text as typed
 * @returns the beginning of it in quotation marks, without what cannot be seen
 */
export function quoted(text: string): string {
  const seen = clean(text.slice(0, READ_AT_MOST)).replace(/\s+/g, ' ').trim();
  const characters = [...seen];
  return characters.length > SHOW_AT_MOST
    ? `"${characters.slice(0, SHOW_AT_MOST).join('')}…"`
    : `"${seen}"`;
}

/** What a reader makes of tidied text; a problem is the middle of a sentence, nothing is no match. */
type Reader<T> = (typed: string) => Read<T> | undefined;

function read<T>(text: string, wanted: string, reader: Reader<T>): Read<T> {
  const typed = tidy(text);
  if (!typed) return { problem: `Nothing was given: ${wanted}.` };
  const found =
    text.length > READ_AT_MOST || /\p{No}/u.test(text.replace(/[½¼¾]/g, ''))
      ? undefined
      : reader(typed);
  if (found && 'value' in found) return found;
  return { problem: `${quoted(text)} ${found?.problem ?? unclear(typed)}: ${wanted}.` };
}

function unclear(typed: string): string {
  if (/\d,\d{1,2}(?!\d)|\d\.\d{3},/.test(typed)) return 'has a comma where a point would stand';
  if (/^(?:£\s?)?-\s?(?:£\s?)?\d|^\(\s?£?\s?\d/.test(typed)) return 'is less than nothing';
  if (/\d\s?(?:-|to|or)\s?£?\d/.test(typed)) return 'is not one figure';
  if (
    /\b(?:about|approx\w*|around|roughly|circa|ca?|up to|at least|max\w*|minimum|over|under|nearly|almost|some|several|few|varies|various|couple)\b|[~?<>]|\dish\b|\+$/.test(
      typed,
    )
  )
    return 'is not an exact figure';
  return 'could not be read';
}

const WORDS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** Small letters, plain characters, single spaces, number words as figures, no full stop at the end. */
function tidy(text: string): string {
  const halves = text
    .slice(0, READ_AT_MOST)
    .replace(/(\d*)\s?([½¼¾])/g, (_, whole: string, part: string) => {
      const parts = { '½': '.5', '¼': '.25', '¾': '.75' } as const;
      return `${whole || '0'}${parts[part as keyof typeof parts]}`;
    });
  return clean(plain(halves).text)
    .toLowerCase()
    .replace(/×/g, 'x')
    .replace(/\s+/g, ' ')
    .replace(/(^|[^\d.])\.(?=\d)/g, '$10.')
    .replace(/\b[a-z]+\b/g, (word) => {
      const at = WORDS.indexOf(word);
      return at < 0 ? word : String(at + 1);
    })
    .trim()
    .replace(/\s?[.,;]$/, '');
}

/** A figure as a whole number of its smallest parts; undefined when it has more decimals. */
function scaled(figure: string, places: number): number | undefined {
  const [whole = '', part = ''] = figure.replaceAll(',', '').split('.');
  if (part.length > places) return undefined;
  return Number(whole + part.padEnd(places, '0'));
}

function yearOf(year: string | undefined): number | undefined {
  if (year === undefined) return undefined;
  return year.length === 2 ? 2000 + Number(year) : Number(year);
}

function monthOf(name = ''): number {
  return MONTHS.findIndex((month) => month.startsWith(name.slice(0, 3))) + 1;
}

function monthName(month: number): string {
  return capital(MONTHS[month - 1] ?? '');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function exists(day: number, month: number, year: number): boolean {
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function iso(day: number, month: number, year: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function daysFrom(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

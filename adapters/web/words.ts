/** The words people read on the page, in one place. */
import type { Force, Status } from '../../src/reply.ts';

/** The most characters a question may have. */
export const LONGEST_QUESTION = 2000;

/** The most an answer may have: a whole costed table can be pasted as one. */
export const LONGEST_ANSWER = 20_000;

/** What a force is called, what it means, and the GOV.UK tag that shows it. The word always says it; colour only helps (WCAG 2.2 SC 1.4.1). */
export const FORCE_WORDS: Readonly<
  Record<Force, { word: string; meaning: string; colour: string }>
> = {
  must: { word: 'Must', meaning: 'the law requires it', colour: 'red' },
  'grant condition': {
    word: 'Grant condition',
    meaning: 'a condition of the funding',
    colour: 'orange',
  },
  should: { word: 'Should', meaning: 'statutory guidance says so', colour: 'purple' },
  local: { word: 'Local', meaning: 'Stockton-on-Tees asks for it', colour: 'teal' },
  'good practice': { word: 'Good practice', meaning: 'advised, not required', colour: 'green' },
  right: {
    word: 'Right',
    meaning: 'what a child, young person or parent may ask',
    colour: 'magenta',
  },
  definition: { word: 'Definition', meaning: 'what a term means', colour: 'grey' },
  context: { word: 'Context', meaning: 'background', colour: 'grey' },
};

/** What is said of a statement that is not simply the rule today; nothing is said of one that is. */
export const STATUS_WORDS: Readonly<Record<Status, { word: string; colour: string } | undefined>> =
  {
    'in force': undefined,
    enacted: { word: 'Enacted, not yet in force', colour: 'yellow' },
    proposed: { word: 'Proposed, not yet the rule', colour: 'yellow' },
    superseded: { word: 'Superseded, no longer the rule', colour: 'grey' },
  };

/** The levels of a check, in words. */
export const CHECK_WORDS = {
  stop: { word: 'Must be put right', colour: 'red' },
  warn: { word: 'Check this', colour: 'yellow' },
  note: { word: 'Note', colour: 'grey' },
} as const;

/** Sentences for every way a request can fail. Each says what happened and what to do. */
export const PROBLEMS = {
  empty: 'Type a question first.',
  noRole: 'Choose a role first.',
  tooLong: (length: number, longest: number) =>
    `Your message has ${count(length)} characters. Shorten it to ${count(longest)} or fewer, then send it again. Nothing has been lost: your words are still in the box.`,
  tooLarge:
    'That was too much to send at once: the most this page takes is 256 KB. Go back, shorten it and send it again.',
  malformed: 'Signpost could not read that request. Go back to the page and try again.',
  crossSite:
    'That request came from another site, so Signpost did not act on it. Open the Signpost page itself and try again.',
  notFound: 'There is no page at this address.',
  fileGone:
    'That file is no longer kept. Files are held for 30 minutes and only for the person who asked. Ask Signpost for it again.',
  wrongMethod:
    'This address does not take that kind of request. Go back to the page and try again.',
  notTaken: 'Signpost did not take that message. Read why, then change it.',
  tooMany: (seconds: number) =>
    `You have sent a lot of messages in a short time. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then send it again.`,
  broken:
    'Something went wrong at our end. Try again in a minute. If it keeps happening, use the sources on the about page.',
} as const;

/** Shown in place of a message that is not kept because of what it may hold. */
export const NOT_KEPT = 'a message that is not kept here';

/** Shown in place of what was typed to a question of the bot: answers are kept in the draft, not here. */
export const WROTE = 'wrote in the draft';

/** What the main box is for: a question, or an answer while a question of the bot waits. */
export const BOX = {
  ask: { label: 'Your question', hint: '', button: 'Ask' },
  answer: {
    label: 'Your question, or your answer',
    hint: 'The form above waits for an answer. Fill it in, or type the answer here. You can also ask a question, or say “where was I”.',
    button: 'Send',
  },
} as const;

/** What to do about a child at risk. First on every page. */
export const SAFEGUARDING =
  'If a child is in immediate danger, call 999. If you are worried about a child, tell your designated safeguarding lead (DSL) now. Do not wait for an answer here.';

/** What not to type. */
export const NO_NAMES = "Do not type a pupil's name or anything that could identify a child.";

/** What is kept, where and for how long: change it when the store or the numbers in visitors.ts, shelf.ts and cookie.ts change. */
export const KEEPS = [
  'This page shows your last 20 messages, but not the answers you give to a draft. They are held in memory and dropped 2 hours after you stop, or at once when you clear the conversation.',
  'A draft is kept encrypted, so that you can stop and carry on. It is erased 30 days after you last worked on it, or 7 days after you export it. Say “delete it” to erase it at once, or “forget me” to erase everything Signpost keeps about you.',
  'A cookie with a random number lets you come back to your own conversation and drafts. It lasts 90 days and holds nothing about you. Whoever uses this browser can open your drafts: on a shared computer, export what you need, then say “delete it”.',
  'Files you download stay where your browser saves them. Signpost keeps its copy for 30 minutes.',
  'To follow what you ask next, Signpost keeps your last few questions for 2 hours, and your role until you change it.',
  'A question it could not answer is kept, with personal details taken out, so that somebody can write the answer. So are your ratings and comments.',
] as const;

/**
 * A number as it is read.
 *
 * @param number a whole number
 * @returns with commas between thousands
 */
export function count(number: number): string {
  return number.toLocaleString('en-GB');
}

/**
 * A date as GOV.UK writes it.
 *
 * @param iso a date such as 2026-11-23
 * @returns "23 November 2026", or what was given when it is not such a date
 */
export function longDate(iso: string): string {
  const day = /^\d{4}-\d{2}-\d{2}/.test(iso)
    ? new Date(`${iso.slice(0, 10)}T00:00:00Z`)
    : undefined;
  if (day === undefined || Number.isNaN(day.getTime())) return iso;
  return day.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/**
 * A size as it is read.
 *
 * @param bytes how many
 * @returns "12 KB" and the like
 */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024
    ? `${Math.round(bytes / 1024)} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

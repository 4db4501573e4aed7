/** The words people read while drafting. */

import type { Draft } from './drafts.ts';
import { sayDate } from './entry.ts';
import type { Form } from './form.ts';
import type { Progress, Step } from './journey.ts';

export const WORDS = {
  shared:
    'Drafts are about real children, so I only work on them in private. Open a direct message with me and say that again there. Nothing was shown or kept here.',
  none: 'You have no draft yet. Say "start an application" to begin one.',
  noneSuch:
    'I do not find that draft. It may have been erased. Say "show my drafts" to see what there is.',
  leaveOutPupil:
    'Please do not tell me who the child is: no name, date of birth, address or number. Write "the pupil". The files I make leave labelled blanks for those.',
  blanks: "The blanks for the child's details are for you to fill in on your own system.",
  reference:
    'Give this draft a reference that means something only to you, such as a colour and a number. Not a name, initials or a date.',
  blank: 'Nothing was entered, so nothing was changed.',
  old: 'That question has moved on since. Here is where the draft is now.',
  twice: 'I already have that.',
  already:
    'That message came a second time. Here is where the draft is now: if the answer you just gave is asked for again, it was not kept, so give it again.',
  skipped: 'Skipped. You can come back to it at any time.',
  neededParked: 'This one is needed, so I have put it on the list to come back to instead.',
  parked: 'Put on the list to come back to.',
  first: 'This is the first question.',
  paused: 'Your draft is kept. Say "carry on" when you are ready.',
  complete:
    'Everything is answered or on the list to come back to. Say "check it" to see whether it is ready, or "export" for the files.',
  notThere: (place: string) =>
    `I do not find a part called "${place}". Say "where was I" for the list of sections.`,
  sureDelete: (reference: string) =>
    `Erase the draft ${reference} for good? Nobody can bring it back.`,
  erased: (reference: string) => `The draft ${reference} is erased.`,
  notErased: 'Nothing was erased.',
  sureForget:
    'Erase all I keep about you: your drafts, your role, your last questions and your ratings? Nobody can bring them back.',
  forgotten:
    'All I kept about you is erased. Backups are overwritten within their own time, and erasures are repeated if one is restored.',
  lost: 'This answer was changed in another window while you were writing. Nothing is lost: I have kept both. Which one shall stand?',
  lostAgain:
    'This answer was changed in another window, and two versions of it already wait for your choice. The one you just gave is not kept: choose first, then give it again.',
  gone: 'This draft has been erased in the meantime, so nothing was saved.',
  unclear: 'Is that your answer, or a question to me?',
  interrupted: 'Nothing of that message was kept. Your draft is as it was.',
  known:
    'If your safeguarding lead already knows, and this describes a need the panel should read about, say "my safeguarding lead knows" and send it again.',
  lookAgain: 'Then send it again and I will keep it.',
  sealed:
    'A draft of yours cannot be opened, because the key that sealed it is missing or its record was altered. Nothing was changed. Tell whoever runs Signpost: the key file has to be put back, or a backup restored.',
  off: 'Drafting is turned off here. Use the terminal or ask whoever runs Signpost.',
  locked:
    'Your drafts are locked, because the account they were begun from was closed. Nothing in them is lost. Ask whoever runs Signpost.',
  help: "While drafting you can type an answer, ask me a question, or say: back, skip, don't know yet, why do you ask, go to …, change …, where was I, check it, show me what the panel would see, show the costs, export, delete it, stop.",
} as const;

/** "Saved: question 14 of 62." */
export function saySaved(at: number, of: number): string {
  return `Saved: question ${at} of ${of}.`;
}

/** "5. Voices". */
export function sayPlace({ section }: Step): string {
  return section.number ? `${section.number}. ${section.title}` : section.title;
}

/** "Cycle 2", or what a given row is called. */
export function sayRow({ row }: Step): string {
  if (!row) return '';
  return row.given?.label ?? `${capital(row.rows.row)} ${row.number}`;
}

/** How far a draft is, in a sentence. */
export function sayProgress({ done, of, parked, sections }: Progress): string {
  const waiting = parked > 0 ? `, ${parked} to come back to` : '';
  return `${done} of ${of} questions answered${waiting}; ${sections.done} of ${sections.of} sections complete.`;
}

/** When a draft will be erased, and how to keep it. */
export function sayKept(draft: Draft): string {
  return `Kept until ${sayUntil(draft)} unless you work on it before.`;
}

/** "24 December 2026": until when a draft is kept. */
export function sayUntil(draft: Draft): string {
  return sayDate(erasedOn(draft).slice(0, 10));
}

/** ISO instant from which a draft is erased. */
export function erasedOn({ touched, exported, keep }: Draft): string {
  const untouched = later(touched, keep.untouched);
  if (exported === undefined) return untouched;
  return [untouched, later(exported, keep.exported)].sort()[0] ?? untouched;
}

function later(instant: string, days: number): string {
  return new Date(Date.parse(instant) + days * 86_400_000).toISOString();
}

/** What is kept about a person, in plain words. */
export function sayWhatIsKept(drafts: readonly Draft[], role: string | undefined): string {
  const list = drafts.map(
    (draft) => `- ${draft.form.title}, ${draft.reference}: ${sayKept(draft)}`,
  );
  return [
    'This is what I keep about you:',
    ...(drafts.length > 0 ? list : ['- no draft']),
    '- for the next application: the details of your setting and the hourly rates you gave, if you gave any',
    role ? `- your role: ${role}` : '- no role',
    '- your last five questions for two hours, so that follow-ups work; ratings for 90 days',
    '- a record that something was done (begun, exported, erased), without what it said, for a year',
    '- if you said "link": that your accounts in Slack and Teams are one person\'s',
    'Drafts are encrypted. Slack, Teams and your browser may keep their own copy of what you type there. Say "delete it" to erase the open draft or "forget me" to erase everything; "export" gives you all of it as files.',
  ].join('\n');
}

/** What the form is, said at the start and on each export. */
export function sayAbout(form: Form): string {
  return form.about.join(' ');
}

/** With a capital first letter. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

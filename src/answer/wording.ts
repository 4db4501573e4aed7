/** The words people read that come from no card: labels, refusals, help. One place for all. */

import type { Card } from '../knowledge/card.ts';
import type { Force, Status } from '../reply.ts';

/** What each force means, as a label before or after a statement. */
export const FORCE_WORDS: Readonly<Record<Force, { label: string; means: string }>> = {
  must: { label: 'Must', means: 'required by law' },
  'grant condition': { label: 'Grant condition', means: 'binding on schools that took the money' },
  should: {
    label: 'Should',
    means: 'statutory guidance: follow it unless there is a good, recorded reason not to',
  },
  local: { label: 'Local', means: 'Stockton asks for it; it is not law' },
  'good practice': { label: 'Good practice', means: 'advice; neither law nor a local rule' },
  right: { label: 'Right', means: 'something a person may ask for by law' },
  definition: { label: 'Definition', means: 'what a word means' },
  context: { label: 'Background', means: 'information, not a duty' },
};

/** Headings of the lists of duties, strongest first. */
export const DUTY_HEADINGS: Readonly<Record<string, string>> = {
  must: 'Must (required by law)',
  'grant condition': 'Grant condition (binding if your school took the money)',
  should: 'Should (statutory guidance)',
  local: 'Local (Stockton asks for it)',
  'good practice': 'Good practice',
};

export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  'in force': 'in force',
  enacted: 'passed, but check whether it has started',
  proposed: 'proposed, not law',
  superseded: 'superseded',
};

const READ_WORDS = {
  'source page': "read in Stockton's page",
  excerpt: 'read in an excerpt of the source',
  knowledge: 'from knowledge of the published text, not re-read',
} as const;

const LONG_DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "23 November 2026". */
export function sayDate(iso: string): string {
  const known = said.get(iso);
  if (known !== undefined) return known;
  const words = LONG_DATE.format(new Date(`${iso}T00:00:00Z`));
  said.set(iso, words);
  return words;
}

/** The dates on which cards were checked are few, and each is said with every answer. */
const said = new Map<string, string>();

/** How a card was checked, as a sentence. An answer that was not re-read says so. */
export function sayChecked(read: Card['read'], checked: string): string {
  return `Checked ${sayDate(checked)}: ${read.map((way) => READ_WORDS[way]).join('; part ')}.`;
}

const SETTING_WORDS: Readonly<Record<Card['settings'][number], string>> = {
  maintained: 'maintained schools',
  academy: 'academies',
  'maintained nursery': 'maintained nurseries',
  'pvi nursery': 'private, voluntary and independent nurseries',
  childminder: 'childminders',
  pru: 'pupil referral units',
  'ap academy': 'alternative provision academies',
  '16-19 academy': '16 to 19 academies',
  college: 'colleges',
  special: 'special schools',
  'early years': 'early years settings',
};

/** "maintained schools, academies". */
export function saySettings(settings: Card['settings']): string {
  return settings.map((setting) => SETTING_WORDS[setting]).join(', ');
}

export const WORDS = {
  greeting:
    'Hello. Ask me about SEND duties, the Local Offer or the ONE Point Panel in Stockton-on-Tees, as you would ask a colleague. Please leave out anything that could identify a pupil.',
  help: [
    'I answer questions about SEND duties, the Local Offer and the ONE Point Panel for schools in Stockton-on-Tees. Every answer comes from a checked card and names its source.',
    '',
    'Try: "What must governors do about SEND?", "How long has a new SENCO got to qualify?", "What goes with a ONE Point application?"',
    '',
    'Tell me your role ("I\'m a TA") and I will keep it in mind. Follow-ups such as "and for colleges?" work too.',
    '',
    'I am a program, not a person. I give no legal advice, decide nothing about a child, and do not need to know who a pupil is. Worried that a child is not safe? Go to your designated safeguarding lead now; call 999 in an emergency.',
  ].join('\n'),
  thanks: 'You are welcome. Ask me anything else when you need it.',
  goodbye: 'Goodbye. Ask again whenever you need to.',
  empty:
    'I did not find a question in that. Ask me about SEND duties, the Local Offer or ONE Point.',
  tooLong:
    'That message is longer than I can read in one go. Please ask the question itself in a few sentences.',
  leaveOut:
    'Please leave out names and anything else that could identify a pupil. I have not kept that part.',
  rated: 'Thank you. The people who keep the answers right will see that.',
  notRated: 'That answer is too old to rate. Ask again and rate the new one.',
  oldButton:
    'That button is no longer in use. Ask your question again and I will answer it afresh.',
  oldForm: 'That form is no longer in use, and nothing in it was sent anywhere.',
  more: 'There is no more on the card than I showed. These are close to it:',
} as const;

/** "I'll keep in mind that you are a SENCO." */
export function sayRole(role: string): string {
  return `I will keep in mind that you are ${roleName(role)}. Ask away, or ask "what are my duties?" for the whole list.`;
}

/** A role with its article, for a sentence about one person. */
function roleName(role: string): string {
  const names: Record<string, string> = {
    governors: 'a governor or trustee',
    headteacher: 'a headteacher',
    senco: 'a SENCO',
    teacher: 'a teacher',
    'teaching assistant': 'a teaching assistant',
    'early years': 'in an early years setting',
    college: 'in a college',
    council: 'with the council',
  };
  return names[role] ?? role;
}

/** The role as those whose duties are listed. */
export function rolePlural(role: string): string {
  const names: Record<string, string> = {
    governors: 'Governors, trustees and committees',
    headteacher: 'Headteachers',
    senco: 'SENCOs',
    teacher: 'Teachers',
    'teaching assistant': 'Teaching assistants',
    'early years': 'Early years settings',
    college: 'Colleges',
    council: 'The council',
  };
  return names[role] ?? role;
}

/** Why a question is declined, one sentence each. */
export const DECLINES = {
  unknown: 'I do not hold an answer to that, and I will not guess.',
  /** The number itself is not said again: a wrong one should not be copied from here. */
  reference: (kind: string) =>
    `I hold nothing from the ${kind} you name, so I cannot say what it says or confirm that it exists.`,
  name: 'I hold nothing by that name, so I cannot confirm that it exists or say what it asks.',
  council: (name: string) =>
    `I only hold what applies in Stockton-on-Tees, so I cannot speak for ${name}.`,
  judgement:
    "I cannot judge one child's case or say how a decision will go; people who know the child decide that.",
  school: 'I hold nothing about named schools or the people in them.',
  part: (text: string) => `I do not hold an answer to this part: "${text}".`,
} as const;

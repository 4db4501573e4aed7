/** The words people read in Slack that come neither from a card nor from the core. */

import { CHAT_WORDS } from '../../src/surface.ts';

export const WORDS = {
  ...CHAT_WORDS,
  /** The plain-text twin of a message that has only controls. */
  twin: 'Signpost',
  tooLongToShow:
    'What is kept is longer than this box can show. Leave it empty to keep it, or type a new answer.',
  helpful: 'Helpful',
  helpfulLabel: 'This answer was helpful',
  notHelpful: 'Not helpful',
  notHelpfulLabel: 'This answer was not helpful',
  movedToPrivate:
    'Drafts are about real children, so I only work on them in private. I have written to you in our direct message.',
  share: 'Share here',
  shared: 'Shared from an answer to /signpost.',
  shareGone: 'I no longer keep that answer. Ask again, then share the new one.',
  noFiles:
    'I cannot open files. Paste the text or the table into a message instead. If the file names a child, delete it here: Slack keeps its own copy.',
  deleteYours:
    'Slack still shows your message. Delete it yourself: point at it, choose the three dots, then “Delete message”.',
  filesNotSent: 'I could not send every file. Say "export" to have them made again.',
  status: {
    question: 'is looking through the cards…',
    answer: 'is reading your answer…',
    saving: 'is saving your answer…',
    files: 'is making the files…',
  },
  home: {
    title: 'Signpost',
    about:
      'I answer questions about SEND duties, the Local Offer and the ONE Point Panel in Stockton-on-Tees, each with its source, and help you draft an application. Please leave out anything that could identify a pupil.',
    worried:
      '*Worried that a child is not safe?* Tell your designated safeguarding lead now. In an emergency, call 999.',
    drafts: 'Your drafts and checks',
    begin: 'Begin a new one',
    role: 'Your role',
    roleHint: 'Choose your role',
    questions: 'Questions to start from',
    kept: 'What I keep about you',
    erase: 'Erase everything about me',
  },
  prompts: 'Questions to start from',
  carryOn: 'Carry on with my draft',
} as const;

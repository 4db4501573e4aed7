/** The words people read in Teams that come neither from a card nor from the core. */

import { CHAT_WORDS } from '../../src/surface.ts';

export const WORDS = {
  ...CHAT_WORDS,
  required: 'This is needed, or choose "Don\'t know yet".',
  optional: '(optional)',
  movedToPrivate:
    'Drafts are about real children, so I only work on them in private. I have written to you in our personal chat.',
  answeredInPrivate: 'I have answered you in our personal chat.',
  noPrivateChat:
    'Drafts are about real children, so I only work on them in private. Open a chat with me (find Signpost under Apps) and say it there. Nothing was shown or kept here.',
  noFiles:
    'I cannot open files. Paste the text or the table into a message instead. If the file names a child, delete it here: Teams keeps its own copy.',
  deleteYours:
    'Teams still shows your message. Delete it yourself: point at it, choose the three dots, then “Delete”.',
  fileOffer: 'A file of your draft. It is kept here for ten minutes.',
  fileGone:
    'That file is no longer kept: files wait ten minutes. Say "export" to have it made again.',
  fileFailed: 'Teams did not take the file.',
  fileLink: (name: string, url: string) =>
    `You can download [${name}](${url}) instead. The link works once, within ten minutes. Do not pass it on.`,
  noResults: 'Nothing found',
} as const;

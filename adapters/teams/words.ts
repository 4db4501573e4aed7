/** The words people read in Teams that come neither from a card nor from the core. */

export const WORDS = {
  byModel: 'An AI model worded this from the sources shown. Check them before you rely on it.',
  levels: { stop: 'Must be put right:', warn: 'Check this:', note: 'Note:' },
  yesNo: [
    { value: 'yes', label: 'Yes' },
    { value: 'no', label: 'No' },
  ],
  required: 'This is needed, or choose "Don\'t know yet".',
  optional: '(optional)',
  sources: 'Sources:',
  moved: 'This question has been put again below.',
  answered: 'Answered below.',
  movedToPrivate:
    'Drafts are about real children, so I only work on them in private. I have written to you in our personal chat.',
  answeredInPrivate: 'I have answered you in our personal chat.',
  noPrivateChat:
    'Drafts are about real children, so I only work on them in private. Open a chat with me (find Signpost under Apps) and say it there. Nothing was shown or kept here.',
  noFiles:
    'I cannot open files. Paste the text or the table into a message instead. If the file names a child, delete it here: Teams keeps its own copy.',
  deleteYours:
    'Teams still shows your message. Delete it yourself: point at it, choose the three dots, then “Delete”.',
  broken: 'Something went wrong at our end, and nothing was changed. Try again in a minute.',
  restarted: 'I was restarted while I answered you. If no answer came, ask again.',
  fileOffer: 'A file of your draft. It is kept here for ten minutes.',
  fileGone:
    'That file is no longer kept: files wait ten minutes. Say "export" to have it made again.',
  fileFailed: 'Teams did not take the file.',
  fileLink: (name: string, url: string) =>
    `You can download [${name}](${url}) instead. The link works once, within ten minutes. Do not pass it on.`,
  noResults: 'Nothing found',
} as const;

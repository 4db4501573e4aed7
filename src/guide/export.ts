/** The files a draft is handed over as. */

import type { Knowledge } from '../knowledge/read.ts';
import type { Block } from '../reply.ts';
import { documentOf } from './document.ts';
import type { Draft } from './drafts.ts';
import { sayDate } from './entry.ts';
import { dataFile } from './export/data.ts';

/** What the files need beside the draft. */
export interface ExportParts {
  knowledge: Knowledge;
  today: string;
  earlier: readonly Draft[];
}

/**
 * Makes the files of a draft: Word, the costed map as a spreadsheet, an unsent e-mail, and all of
 * it as JSON. Nothing is sent.
 *
 * @returns the files as blocks, and sentences on what was changed to make them harmless
 */
export async function exportFiles(
  draft: Draft,
  parts: ExportParts,
): Promise<{ blocks: Block[]; told: string[] }> {
  // What writes Word, spreadsheets and e-mail is large: it is loaded when first wanted.
  const [{ wordFile }, { sheetFile }, { mailFile }] = await Promise.all([
    import('./export/word.ts'),
    import('./export/sheet.ts'),
    import('./export/mail.ts'),
  ]);
  const document = documentOf(draft, parts);
  const name = `${draft.form.id}-${draft.reference}`.replace(/[^A-Za-z0-9-]/g, '-');
  const word = await wordFile(document);
  const sheet = document.map && (await sheetFile(document));
  const files: { name: string; mediaType: string; bytes: Uint8Array }[] = [
    { name: `${name}.docx`, mediaType: word.mediaType, bytes: word.bytes },
    ...(sheet
      ? [{ name: `${name}-costs.xlsx`, mediaType: sheet.mediaType, bytes: sheet.bytes }]
      : []),
  ];
  const contact =
    draft.form.export.to === undefined
      ? undefined
      : parts.knowledge.contacts.get(draft.form.export.to);
  const told = [...word.changed, ...(sheet?.changed ?? [])];
  if (contact?.email) {
    const subject = (draft.form.export.subject ?? draft.form.title).replaceAll(
      '{reference}',
      draft.reference,
    );
    const list = document.attachments.map((attachment) => `- ${attachment}`);
    const letter = [...draft.form.export.letter, '', 'To attach before sending:', ...list].join(
      '\n',
    );
    const mail = await mailFile({ to: contact.email, subject, text: letter, files });
    files.push({ name: `${name}.eml`, mediaType: mail.mediaType, bytes: mail.bytes });
    told.push(
      ...mail.changed,
      `The e-mail is made out to ${contact.email} (checked ${sayDate(contact.checked)}) and is not sent: open it, add what is listed, check the address, and send it yourself by your school's secure e-mail.`,
    );
  }
  const data = dataFile(dataOf(draft));
  files.push({ name: `${name}.json`, mediaType: data.mediaType, bytes: data.bytes });
  return { blocks: files.map((file) => ({ kind: 'file', ...file })), told: [...new Set(told)] };
}

/** Everything that is kept of a draft, by question id. */
function dataOf(draft: Draft): object {
  return {
    form: draft.form.id,
    version: draft.form.version,
    reference: draft.reference,
    made: draft.made,
    touched: draft.touched,
    answers: Object.fromEntries(draft.answers),
  };
}

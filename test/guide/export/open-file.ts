/** Opens what the exports make, with other programs' readers. */

import { XMLValidator } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';

/** @returns the parts of an Office file that are XML, by path @throws Error naming the part that is no XML */
export function xmlParts(bytes: Uint8Array): Readonly<Record<string, string>> {
  const parts: Record<string, string> = {};
  for (const [path, held] of Object.entries(unzipSync(bytes))) {
    const xml = strFromU8(held);
    const valid = XMLValidator.validate(xml);
    if (valid !== true) throw new Error(`${path}: ${valid.err.msg} at line ${valid.err.line}`);
    const unfit = /(?![\t\n\r])\p{Cc}|[\p{Cs}\ufffe\uffff]/u.exec(xml);
    if (unfit && unfit[0] !== '\x85')
      throw new Error(`${path}: holds U+${unfit[0].codePointAt(0)?.toString(16)}`);
    parts[path] = xml;
  }
  return parts;
}

/** @returns the text of XML, with its entities read */
export function unescaped(xml: string): string {
  const names: Readonly<Record<string, string>> = {
    lt: '<',
    gt: '>',
    amp: '&',
    quot: '"',
    apos: "'",
  };
  return xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, name) =>
    name ? (names[name] ?? '') : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)),
  );
}

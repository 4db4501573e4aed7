/** Looks for words in whatever a run left behind, in every writing they may hide in. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';

/** Something that may hold traces. */
export interface Place {
  name: string;
  bytes: Uint8Array;
}

/** Every file below a folder. */
export function filesBelow(folder: string): Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ name, bytes: readFileSync(name) }));
}

/** A file, and the files within it when it is a zip, as Word's and Excel's are. */
export function within({ name, bytes }: Place): Place[] {
  if (!/\.(docx|xlsx)$/.test(name)) return [{ name, bytes }];
  return Object.entries(unzipSync(bytes)).map(([part, inner]) => ({
    name: `${name}/${part}`,
    bytes: inner,
  }));
}

/** The words of a Word file, without its markup. */
export function wordsOfWord(bytes: Uint8Array): string {
  const xml = strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array());
  return xml.replace(/<[^>]+>/g, ' ');
}

/**
 * Which of the words are anywhere: as they are or in other letters, as UTF-16, in base64 at any
 * offset, or encoded for an address.
 */
export function tracesOf(words: readonly string[], places: readonly Place[]): string[] {
  const found: string[] = [];
  for (const { name, bytes } of places) {
    // One byte is one character, so that nothing in a binary file is missed.
    const raw = Buffer.from(bytes).toString('latin1');
    const small = raw.toLowerCase();
    for (const word of words) {
      const hit = writings(word).find(({ text, exact }) =>
        exact ? raw.includes(text) : small.includes(text.toLowerCase()),
      );
      if (hit) found.push(`${word} in ${name} (${hit.how})`);
    }
  }
  return found;
}

function writings(word: string): { how: string; text: string; exact: boolean }[] {
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.from(`${' '.repeat(offset)}${word}`).toString('base64');
    // The ends depend on what stands beside the word.
    return text.slice(offset === 0 ? 0 : offset + 1).replace(/.{0,4}=*$/, '');
  });
  return [
    { how: 'plain', text: Buffer.from(word).toString('latin1'), exact: false },
    { how: 'UTF-16', text: Buffer.from(word, 'utf16le').toString('latin1'), exact: false },
    { how: 'address', text: encodeURIComponent(word), exact: false },
    { how: 'address', text: encodeURIComponent(word).replaceAll('%20', '+'), exact: false },
    ...base64
      .filter((text) => text.length >= 6)
      .map((text) => ({ how: 'base64', text, exact: true })),
  ];
}

/** Notices other councils, other nations and named schools in a question. */

import type { Card } from '../knowledge/card.ts';
import type { Knowledge } from '../knowledge/read.ts';
import { plain } from './words.ts';

/** Somewhere the knowledge does not reach. */
export interface Elsewhere {
  kind: 'council' | 'nation' | 'school';
  /** In small letters, as found. */
  name: string;
  /** As shown to the reader. */
  shown: string;
}

/** Finds places in a question. */
export interface Places {
  find(text: string): Elsewhere | undefined;
  speaksOf(card: Card, name: string): boolean;
}

/** Words before "primary school" that name no school. */
const NO_NAME = new Set(
  `a an the our my your their this that any each every all which what mainstream maintained special
  local nearby whole local state faith church junior infant first middle new old small large big
  secondary primary independent private boarding grammar comprehensive community voluntary aided
  controlled enhanced stockton feeder receiving current previous other another both between in at
  for of to from and or is are if when as by with on do does can must should small-scale early years
  nursery high upper lower sixth form further education fe academy free trust mat one two three
  english rural village town next last full part time after before during within outside beyond`.split(
    /\s+/,
  ),
);

/**
 * Reads the names from councils.yaml.
 */
export function makePlaces(knowledge: Pick<Knowledge, 'councils'>): Places {
  const { others, nations, schools } = knowledge.councils;
  const names = new Map<string, Elsewhere['kind']>();
  for (const name of others) names.set(plain(name), 'council');
  for (const name of nations) names.set(plain(name), 'nation');
  const longest = Math.max(1, ...[...names.keys()].map((name) => name.split(' ').length));
  const kinds = schools
    .map((kind) => plain(kind).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .sort((a, b) => b.length - a.length);
  const school = kinds.length
    ? new RegExp(`((?:[\\p{L}'.]+ ){1,3})(?:${kinds.join('|')})\\b`, 'gu')
    : undefined;
  return {
    find: (text) => {
      const words = plain(text)
        .replace(/'s\b/g, '')
        .split(/[^\p{L}\p{N}-]+/u)
        .filter(Boolean);
      for (let at = 0; at < words.length; at += 1) {
        for (let length = Math.min(longest, words.length - at); length > 0; length -= 1) {
          const name = words.slice(at, at + length).join(' ');
          const kind = names.get(name);
          if (kind) return { kind, name, shown: title(name) };
        }
      }
      if (!school) return undefined;
      for (const match of plain(text).matchAll(school)) {
        const before = (match[1] ?? '').trim().split(' ');
        const name = before.at(-1) ?? '';
        if (isProper(name, text)) return { kind: 'school', name, shown: title(match[0]) };
      }
      return undefined;
    },
    speaksOf: (card, name) =>
      plain([card.title, card.lead, card.rest, card.caution ?? ''].join(' ')).includes(name),
  };
}

/** A name is capitalised in the middle of a sentence, or a saint's. */
function isProper(name: string, text: string): boolean {
  if (!name || NO_NAME.has(name) || name.length < 3) return false;
  const at = text.toLowerCase().indexOf(name);
  const typed = text.slice(at, at + name.length);
  const capital = /^\p{Lu}\p{Ll}/u.test(typed) && at > 0;
  return capital || /\b(?:st|saint|ss|holy|our lady)\.? [\p{L}' ]*$/iu.test(text.slice(0, at + 1));
}

function title(name: string): string {
  return name.replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());
}

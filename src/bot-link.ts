/**
 * Joining two identities of one person, such as one in Slack and one in Teams: a code from the one,
 * said to us by the other. From then on drafts, role and settings are the same person's.
 */

import { randomInt } from 'node:crypto';
import type { Incoming } from './incoming.ts';
import { limit } from './limit.ts';
import type { Reply } from './reply.ts';
import type { Keyring } from './safety/seal.ts';
import type { Store } from './store/store.ts';
import { openVault } from './store/vault.ts';

/** Joins and parts identities. */
export interface Linking {
  /** @returns undefined when the message is none of this business */
  said(incoming: Extract<Incoming, { kind: 'said' }>): Promise<Reply | undefined>;
  /** What this identity has not been told yet. */
  news(person: string): Promise<string | undefined>;
}

/** How long a code is good, in seconds, and how many may be tried in a minute. */
const CODE = { seconds: 600, tries: 5 };

/** No letter or digit that looks like another. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

const ASKS = /^link(?: (?:me|my|our|accounts?|slack|teams|up|to|with|and|the))*$/i;
const TELLS = /^link (?:code )?([2-9A-HJKMNP-Z]{4})[- ]?([2-9A-HJKMNP-Z]{4})$/i;
const PARTS = /^unlink(?: (?:me|my|our|accounts?|slack|teams|from|and|the))*$/i;

const WORDS = {
  shared: 'I only link accounts in private. Say that to me in a direct message.',
  code: (code: string) =>
    `Say "link ${code}" to me in private in the other one, Slack or Teams, within ten minutes. It works once. Your drafts and your role will then be the same in both. Do not give it to anybody.`,
  joined:
    'Linked: your drafts and your role are now the same in both. Say "unlink" to part them again.',
  told: 'Your account was linked with one of another platform, by the code you asked for. If that was not you, say "unlink" and tell whoever runs Signpost.',
  unknown:
    'That code is not known, was used, or is older than ten minutes. Say "link" for a new one.',
  own: 'That is your own code. Say it in the other one, Slack or Teams.',
  samePlatform:
    'That code is from the same platform. It joins an account in Slack with one in Teams.',
  often: (seconds: number) => `Too many codes were tried. Wait ${seconds} seconds.`,
  parted:
    'Unlinked. Drafts begun before the accounts were linked go back to the one they were begun in; those begun since stay with the one that gave the code.',
  partedToo:
    'Your accounts were unlinked. Drafts begun before they were linked go back to the one they were begun in; those begun since stay with the one that gave the code.',
  alone: 'Your account is linked with no other.',
} as const;

/** Makes it; codes and news are kept sealed. */
export function makeLinking(
  { store, keyring }: { store: Store; keyring: Keyring },
  now: () => number = Date.now,
): Linking {
  const codes = openVault<string>('link-code', { store, keyring }, now);
  const news = openVault<string>('link-news', { store, keyring }, now);
  const tries = limit(CODE.tries, now);

  const note = (person: string, event: string) =>
    store.audit({ actor: keyring.pseudonym(person), event });

  const join = async (person: string, code: string): Promise<string> => {
    const seconds = tries(person);
    if (seconds > 0) return WORDS.often(seconds);
    const from = await codes.get(code);
    if (from === undefined) return WORDS.unknown;
    if (from === person) return WORDS.own;
    if (platformOf(from) === platformOf(person)) return WORDS.samePlatform;
    // Taken, so that of two who say it one is joined.
    if ((await codes.take(code)) === undefined) return WORDS.unknown;
    await store.link(person, from);
    await news.put(from, WORDS.told, { person: from });
    await note(person, 'accounts linked');
    await note(from, 'accounts linked');
    return WORDS.joined;
  };

  const part = async (person: string): Promise<string> => {
    const others = (await store.identities(person)).filter((one) => one !== person);
    if (others.length === 0) return WORDS.alone;
    await store.unlink(person);
    for (const one of [person, ...others]) await note(one, 'accounts unlinked');
    for (const one of others) await news.put(one, WORDS.partedToo, { person: one });
    return WORDS.parted;
  };

  return {
    said: async ({ person, place, text }) => {
      const said = text
        .trim()
        .replace(/[.!"“”]+$/, '')
        .replace(/^["“”]+/, '');
      const [, one, two] = TELLS.exec(said) ?? [];
      if (one === undefined && !ASKS.test(said) && !PARTS.test(said)) return undefined;
      if (place.shared) return { ...helped(WORDS.shared), onlyInPrivate: true };
      if (one !== undefined) return helped(await join(person, `${one}-${two}`.toUpperCase()));
      if (PARTS.test(said)) return helped(await part(person));
      const code = newCode();
      await codes.put(code, person, { person, seconds: CODE.seconds });
      return helped(WORDS.code(code));
    },
    // Mostly there is none, and to look costs no write.
    news: async (person) =>
      (await news.get(person)) === undefined ? undefined : news.take(person),
  };
}

/** "K7QM-2XPD": 31 to the power of 8, of which five may be tried in a minute. */
function newCode(): string {
  const letters = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '');
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** A person's key begins with the name of the surface. */
function platformOf(person: string): string {
  return person.split(':', 1)[0] ?? '';
}

function helped(text: string): Reply {
  return { outcome: 'helped', blocks: [{ kind: 'text', text }], cards: [] };
}

/** Which addresses stand in the knowledge: a surface makes a link of no other. */

import type { Knowledge } from './read.ts';

/** An address in running text: with a scheme, of a website, or for e-mail. */
const ADDRESS =
  /\b(?:https?:\/\/|mailto:|www\.)[^\s<>()"'`|\]]+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/[^\s<>()"'`|\]]*)?/gi;

/**
 * @param knowledge whose sources, cards, contacts and safety words are looked through
 * @returns whether an address stands there as it is, or lies within the website of a source
 */
export function cardLinks(knowledge: Knowledge): (address: string) => boolean {
  const { sources, cards, contacts, safety } = knowledge;
  const urls = Object.values(sources).flatMap(({ url }) => (url === undefined ? [] : [url]));
  const texts = [
    ...cards.flatMap(({ lead, rest }) => [lead, rest]),
    ...[...contacts.values()].map((contact) => Object.values(contact).join(' ')),
    ...Object.values(safety.refusals),
  ];
  const known = new Set(
    [...urls, ...texts.flatMap((text) => text.match(ADDRESS) ?? [])].map(normal),
  );
  const sites = [...new Set(urls.map((url) => new URL(url).origin))];
  return (address) => {
    const told = address.toLowerCase();
    // Compared as it is written: which site "https://one\@other" leads to, parsers disagree about.
    return known.has(normal(address)) || sites.some((site) => `${told}/`.startsWith(`${site}/`));
  };
}

function normal(address: string): string {
  return address.toLowerCase().replace(/[.,;:!?/]+$/, '');
}

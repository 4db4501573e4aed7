/**
 * What Slack makes of what a person types, before any app sees it.
 *
 * Source: docs.slack.dev/messaging/formatting-message-text (the three escaped characters, links in
 * angle brackets, mentions as ids).
 */

import { randomBytes } from 'node:crypto';
import type { Block, Json } from './json.ts';

const MENTION = /<(?:[@#][A-Z0-9]+(?:\|[^<>]*)?|![a-z^]+(?:[A-Z0-9^|][^<>]*)?)>/;
const ADDRESS = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"]/;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const HOST = /(?:[a-z0-9-]+\.)+(?:com|org|net|uk|io|dev|eu)(?:\/[^\s<>|]*)?(?![\w-])/;
const TOKEN = new RegExp(
  `(${MENTION.source})|(${ADDRESS.source})|(${MAIL.source})|(?<![\\w.@-])(${HOST.source})`,
  'gi',
);

/**
 * Turns typed text into Slack's.
 *
 * @param text what was typed; mentions may be written as Slack writes them, `<@U…>`
 * @returns the text as an event carries it: `&`, `<` and `>` escaped, addresses made links
 */
export function typed(text: string): string {
  let done = 0;
  let result = '';
  for (const match of text.matchAll(TOKEN)) {
    const [whole, mention, address, mail] = match;
    result += escaped(text.slice(done, match.index));
    done = match.index + whole.length;
    if (mention !== undefined) result += mention;
    else if (address !== undefined) result += `<${escaped(whole)}>`;
    else if (mail !== undefined) result += `<mailto:${whole}|${whole}>`;
    else result += `<http://${escaped(whole)}|${escaped(whole)}>`;
  }
  return result + escaped(text.slice(done));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Makes the block Slack makes of what a person types.
 *
 * @param text the text as Slack stores it
 * @returns one rich-text block, with its links and mentions as elements
 */
export function richText(text: string): Block[] {
  const pieces = text.split(/(<[^<>]+>)/).filter((piece) => piece !== '');
  return [
    {
      type: 'rich_text',
      block_id: randomBytes(4).toString('base64url').slice(0, 5),
      elements: [{ type: 'rich_text_section', elements: pieces.map(richPiece) }],
    },
  ];
}

function richPiece(piece: string): Json {
  const inside = /^<(.+)>$/.exec(piece)?.[1];
  if (inside === undefined) return { type: 'text', text: unescaped(piece) };
  const [target = '', label] = inside.split('|');
  if (target.startsWith('@')) return { type: 'user', user_id: target.slice(1) };
  if (target.startsWith('#')) return { type: 'channel', channel_id: target.slice(1) };
  if (target.startsWith('!')) return { type: 'broadcast', range: target.slice(1) };
  return {
    type: 'link',
    url: unescaped(target),
    ...(label !== undefined && { text: unescaped(label) }),
  };
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Ids shaped like Microsoft's, the same for the same name each time a test runs. */

import { createHash } from 'node:crypto';

/**
 * Makes the id of a tenant, a person in Entra, a team's group.
 *
 * @param name what it is of
 * @returns a GUID
 */
export function guid(name: string): string {
  const hex = hash(name).toString('hex');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/**
 * Makes the id by which one bot knows one person: another bot knows them by another.
 *
 * @param appId the bot
 * @param aadObjectId the person
 * @returns `29:1…`
 */
export function personId(appId: string, aadObjectId: string): string {
  return `29:1${letters(`${appId} ${aadObjectId}`)}`;
}

/**
 * Makes the id of a chat of one person with the bot.
 *
 * @param appId the bot
 * @param aadObjectId the person
 * @returns `a:1…`
 */
export function chatId(appId: string, aadObjectId: string): string {
  return `a:1${letters(`chat ${appId} ${aadObjectId}`)}${letters(`${aadObjectId} ${appId}`)}`;
}

/**
 * Makes the id of a channel, a team (which is its General channel's) or a group chat.
 *
 * @param name what it is of
 * @param kind which of them
 * @returns `19:…@thread.…`
 */
export function threadId(name: string, kind: 'channel' | 'groupChat'): string {
  const domain = kind === 'channel' ? 'thread.tacv2' : 'thread.v2';
  return `19:${hash(name).toString('hex').slice(0, 32)}@${domain}`;
}

function letters(name: string): string {
  return hash(name).toString('base64url');
}

function hash(name: string): Buffer {
  return createHash('sha256').update(name).digest();
}

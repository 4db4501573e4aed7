/** Ways to reach a person: e-mail, phone, handles and accounts. */

import { isEnglish } from '../../english.ts';
import { findAll } from './find-all.ts';
import type { Identifier } from './found.ts';
import type { IdentifierWords } from './lists.ts';

const EMAIL = /[\w.+'-]{1,64}(?:@|\s?[[(]at[\])]\s?)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}/gi;
const PHONE =
  /(?<![\d.,/£-])(?:\+44|0044|\(\+44\)|\(?0)[ ()./-]{0,3}\d(?:[ ().-]{0,2}\d){7,11}(?![\d/])/g;
const HANDLE = /(?<![\w@.<])(@[a-z0-9_][\w.]{1,29})/gi;
const PROFILE =
  /\b(?:instagram|facebook|fb|tiktok|snapchat|twitter|x|youtube|twitch)\.com\/(?:add\/)?@?[\w.]{2,40}/gi;
const MEDIA_CUED =
  /\b(?:snap(?:chat)?|insta(?:gram)?|tik ?tok|twitter|discord|roblox|xbox|fortnite|facebook|fb|whatsapp|psn|telegram|twitch|youtube|gamertag|user ?name|handle)\b[^\p{L}\d]{0,3}(?:(?:is|as|name|user|username|account|handle|id|called|under|profile|tag)\b[^\p{L}\d]{0,3}){0,3}([a-z][\w.]{2,29})/giu;

/** @returns the contacts in a plain text, in any order */
export function contacts(text: string, words: IdentifierWords): Identifier[] {
  const found = findAll('social media', text, MEDIA_CUED, words, ({ 1: name = '' }) => {
    const word = name.replace(/\.$/, '').toLowerCase();
    return (
      /[\d_.]/.test(word) ||
      !(isEnglish(word) || words.notAName.has(word) || words.things.has(word))
    );
  });
  if (/@|[[(]at[\])]/i.test(text)) {
    found.push(...findAll('email', text, EMAIL, words));
    found.push(
      ...findAll(
        'social media',
        text,
        HANDLE,
        words,
        ({ 1: handle = '' }) => !words.handles.has(handle.slice(1).toLowerCase()),
      ),
    );
  }
  if (text.includes('.com/')) found.push(...findAll('social media', text, PROFILE, words));
  if (/\d/.test(text))
    found.push(...findAll('phone', text, PHONE, words, ({ 0: piece }) => isPhone(piece)));
  return found;
}

/** Ofcom: ten or eleven digits from 0, and what follows it is 1, 2, 3, 5, 7, 8 or 9. */
function isPhone(piece: string): boolean {
  const digits = piece.replace(/\D/g, '').replace(/^(?:0044|44)0?/, '0');
  return /^0[1235789]\d{8,9}$/.test(digits);
}

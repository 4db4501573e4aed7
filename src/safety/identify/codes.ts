/** Numbers that stand for one person or one car: UPN, NHS number, NI number, number plates. */

import { findAll } from './find-all.ts';
import type { Identifier } from './found.ts';
import type { IdentifierWords } from './lists.ts';

const UPN = /\b[a-z](?:[ -]?\d){11}[ -]?[\da-z]\b/gi;
const UPN_CUED =
  /\b(?:upn|unique pupil number)\b[^\da-z]{0,4}(?:(?:is|no|number|of|for|was|reads)\b[^\da-z]{0,4}){0,3}([a-z][\da-z -]{9,18}[\da-z])/gi;
const TEN_DIGITS = /(?<![\d.])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d]|[.,]\d)/g;
const NHS_CUED =
  /\bnhs\b(?: (?:no|number|num|id|#|ref))?\.?[^\da-z]{0,4}(?:(?:is|of|was)\b[^\d]{0,3})?(\d(?:[ -]?\d){9})(?!\d)/gi;
const NI =
  /\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b/gi;
const PLATE = /\b[A-Z]{2}\d{2} ?[A-Z]{3}\b/g;
const PLATE_CUED =
  /\b(?:reg|registration|number ?plate|plate|car|vehicle|van)\b[^\da-z]{0,3}(?:(?:is|no|number|was|reg|registration|plate)\b[^\da-z]{0,3}){0,3}([a-z]{2}\d{2} ?[a-z]{3}|[a-z]\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3}[a-z]|[a-z]{1,3} ?\d{2,4})\b/gi;

/** @returns the codes in a plain text, in any order */
export function codes(text: string, words: IdentifierWords): Identifier[] {
  if (!/\d/.test(text)) return [];
  return [
    ...findAll('UPN', text, UPN, words, ({ 0: piece }) => !/^[a-z] /i.test(piece)),
    ...findAll(
      'UPN',
      text,
      UPN_CUED,
      words,
      ({ 1: code = '' }) => (code.match(/\d/g) ?? []).length >= 8,
    ),
    ...findAll('NHS number', text, TEN_DIGITS, words, ({ 0: piece }) => isNhsNumber(piece)),
    ...findAll('NHS number', text, NHS_CUED, words),
    ...findAll('NI number', text, NI, words),
    ...findAll(
      'car registration',
      text,
      PLATE,
      words,
      ({ 0: piece }) => !/(?:SEN|EHC|SEM|THE|AND|FOR)$/.test(piece),
    ),
    ...findAll('car registration', text, PLATE_CUED, words),
  ];
}

/** NHS data dictionary: weights 10 to 2; 11 less the remainder is the check digit; 10 is void. */
function isNhsNumber(piece: string): boolean {
  const digits = Array.from(piece.replace(/\D/g, ''), Number);
  const sum = digits.slice(0, 9).reduce((total, digit, at) => total + digit * (10 - at), 0);
  const check = (11 - (sum % 11)) % 11;
  return digits.length === 10 && check !== 10 && check === digits[9] && sum > 0;
}

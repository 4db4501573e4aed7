/** Made-up sentences of an application: with one detail planted in each, or with none. */

import { fresh } from './drafts/fresh.ts';
import { seen } from './drafts/seen.ts';
import type { BatchWords } from './drafts/words.ts';

/** A drafting sentence and the detail in it that must be found. */
export interface Planted {
  kind: string;
  text: string;
  secret: string;
}

/** `seen` was improved against; `fresh` was measured once that was done. */
export type Batch = 'seen' | 'fresh';

const BATCHES: Readonly<Record<Batch, BatchWords>> = { seen, fresh };

/** Draws sentences with one identifying detail each; the same for the same seed. */
export function planted(count: number, seed: number, batch: Batch): Planted[] {
  const words = BATCHES[batch];
  const lots = drawing(seed);
  const { pick, digits, letter, between } = lots;
  const name = () => pick(words.first);
  const full = () => `${name()} ${pick(words.last)}`;
  const fill = (kind: string, templates: readonly string[], slot: string, secret: string) => ({
    kind,
    text: pick(templates).replace(slot, secret),
    secret,
  });
  const makers: (() => Planted)[] = [
    ...Array.from({ length: 9 }, () => () => fill('name', words.named, '{n}', name())),
    ...Array.from({ length: 4 }, () => () => {
      const template = pick(words.cued);
      const slot = template.includes('{l}') ? '{l}' : '{n}';
      return fill('cued', [template], slot, slot === '{l}' ? pick(words.last) : name());
    }),
    ...Array.from({ length: 3 }, () => () => fill('full', words.full, '{f}', full())),
    ...Array.from({ length: 2 }, () => () => {
      const [one, two] = [letter('ABCDFGJKMNRSTWZ'), letter('BCDFGHJKMNRSWZ')];
      const written = pick([`${one}${two}`, `${one}.${two}.`, `${one}${two}`]);
      return fill('initials', words.initials, '{i}', written);
    }),
    ...Array.from({ length: 3 }, () => () => {
      const template = pick(words.born);
      const [day, month, year] = [between(2, 27), between(1, 12), between(2008, 2021)];
      const called = MONTHS[month - 1] ?? '';
      const two = (value: number) => String(value).padStart(2, '0');
      const numeric = [
        `${two(day)}/${two(month)}/${year}`,
        `${day}.${month}.${year}`,
        `${two(day)}-${two(month)}-${year}`,
        `${year}-${two(month)}-${two(day)}`,
      ];
      const any = [
        ...numeric,
        `${day} ${called} ${year}`,
        `${day}th ${called.slice(0, 3)} ${year}`,
        `${called} ${day}, ${year}`,
        `${day}/${month}/${two(year % 100)}`,
        `${day}-${called.slice(0, 3)}-${year}`,
      ];
      return template.includes('{b}')
        ? fill('born', [template], '{b}', pick(numeric))
        : fill('born', [template], '{d}', pick(any));
    }),
    ...Array.from({ length: 2 }, () => () => {
      const code = `${letter('ABCDEFGHJKLMNPQRTUVWXYZ')}${digits(11)}${pick([digits(1), letter('ABCDEFGHJKLMNPQRTUVWXYZ')])}`;
      return fill('upn', words.upn, '{x}', pick([code, code, code.toLowerCase()]));
    }),
    () => fill('nhs', words.nhs, '{x}', nhs(lots)),
    () =>
      fill(
        'phone',
        words.phone,
        '{x}',
        pick([
          `07${digits(3)} ${digits(6)}`,
          `07${digits(9)}`,
          `+44 7${digits(3)} ${digits(6)}`,
          `01642 6${digits(5)}`,
          `07${digits(3)} ${digits(3)} ${digits(3)}`,
        ]),
      ),
    () =>
      fill(
        'email',
        words.email,
        '{x}',
        `${name().toLowerCase().replace(' ', '')}.${pick(words.last).toLowerCase()}${pick(['', '81', '2'])}@${pick(['gmail.com', 'example.org', 'hotmail.co.uk', 'btinternet.com'])}`,
      ),
    () =>
      fill(
        'postcode',
        words.postcode,
        '{x}',
        `${pick(['TS18', 'TS19', 'TS23', 'TS15', 'DL2', 'NE4', 'M14', 'B33'])}${pick([' ', ''])}${digits(1)}${letter('ABDEFGHJLNPQRSTUWXYZ')}${letter('ABDEFGHJLNPQRSTUWXYZ')}`,
      ),
    () =>
      fill(
        'address',
        words.address,
        '{x}',
        `${between(1, 180)} ${pick(['Acacia', 'Windermere', 'Bishopton', 'Hartburn', 'Lanehouse', 'Mill Lane', 'Oxbridge', 'Fairfield'])} ${pick(['Road', 'Avenue', 'Close', 'Street', 'Crescent', 'Drive', 'Grove', 'Terrace'])}`,
      ),
    () =>
      fill(
        'media',
        words.media,
        '{x}',
        `@${name().toLowerCase().replace(' ', '')}${pick(['_', '.', ''])}${pick(['draws', '2014', 'fc', 'games'])}`,
      ),
  ];
  return Array.from({ length: count }, () => pick(makers)());
}

/** Draws sentences that say nothing of who the child is; the same for the same seed. */
export function harmless(count: number, seed: number, batch: Batch): string[] {
  const words = BATCHES[batch];
  const { pick, between } = drawing(seed);
  return Array.from({ length: count }, () =>
    pick(words.harmless)
      .replace('{t}', pick(words.tools))
      .replace('{s}', pick(words.scores))
      .replace('{r}', pick(words.dates))
      .replace('{w}', pick(words.services))
      .replace('{p}', pick(words.amounts))
      .replace('{y}', `Year ${between(1, 11)}`),
  );
}

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

interface Lots {
  pick<T>(list: readonly T[]): T;
  digits(length: number): string;
  letter(from: string): string;
  between(least: number, most: number): number;
}

/** Mulberry32: small, seeded and good enough for drawing lots. */
function drawing(seed: number): Lots {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  return {
    pick,
    digits: (length) => Array.from({ length }, () => String(Math.floor(next() * 10))).join(''),
    letter: (from) => pick([...from]),
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
  };
}

/** Ten digits with the check digit of the NHS data dictionary. */
function nhs({ pick, digits }: Lots): string {
  for (;;) {
    const nine = `${pick(['4', '6', '7'])}${digits(8)}`;
    const sum = [...nine].reduce((total, one, at) => total + Number(one) * (10 - at), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check === 10) continue;
    const ten = `${nine}${check}`;
    return pick([ten, ten.replace(/^(...)(...)/, '$1 $2 '), ten.replace(/^(...)(...)/, '$1-$2-')]);
  }
}

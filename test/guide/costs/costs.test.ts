import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CostOptions,
  costMap,
  type Provision,
  sayThreshold,
} from '../../../src/guide/costs.ts';
import { add, divide, fraction, money, multiply, pence } from './fraction.ts';

/** Rates as in the worked examples; they are nobody's real rates. */
const RATE = { TA: 1650, HLTA: 2000, teacher: 4200, therapist: 6500, psychologist: 11000 };

function row(what: string, over: Partial<Provision>): Provision {
  return {
    id: what,
    what,
    who: 'ta',
    adults: 1,
    pupils: 1,
    minutes: 0,
    sessions: 0,
    weeks: 0,
    rate: RATE.TA,
    paidFrom: 'sen-budget',
    ...over,
  };
}
const year: CostOptions = { wholeYear: true, senBudget: 'sen-budget' };
const part: CostOptions = { wholeYear: false, senBudget: 'sen-budget' };

describe('the worked examples, to the penny', () => {
  test('a group row is divided by the group', () => {
    const [costed] = costMap(
      [row('group', { minutes: 30, sessions: 4, weeks: 12, pupils: 4 })],
      year,
    ).rows;
    expect(costed?.perPupil).toBe(9900);
    expect(costed?.hours).toBe('24 h');
    expect(costed?.working).toBe(
      '30 min × 4 a week × 12 weeks = 24 h; × £16.50 = £396.00; ÷ 4 pupils = £99.00',
    );
  });

  test('a full year that does not pass the threshold', () => {
    const costs = costMap(
      [
        row('speech programme', { minutes: 20, sessions: 5, weeks: 38 }),
        row('targeted help', { minutes: 60, sessions: 5, weeks: 38, pupils: 3 }),
        row('social group', { minutes: 45, sessions: 2, weeks: 38, pupils: 5, rate: RATE.HLTA }),
        row('pre-teaching', { minutes: 20, sessions: 3, weeks: 38, pupils: 2, rate: RATE.teacher }),
        row('lunch club', { minutes: 30, sessions: 5, weeks: 38, pupils: 6 }),
        row('psychologist', { minutes: 360, sessions: 1, weeks: 1, rate: RATE.psychologist }),
        row('equipment', { rate: 0, other: 18000 }),
      ],
      year,
    );
    expect(costs.rows.map(({ perPupil }) => perPupil)).toEqual([
      104500, 104500, 22800, 79800, 26125, 66000, 18000,
    ]);
    expect(costs.senBudget).toEqual({
      source: 'sen-budget',
      period: 421725,
      fullYear: 421725,
      above: 0,
      under: 178275,
    });
    expect(costs.rows[0]?.working).toBe(
      '20 min × 5 a week × 38 weeks = 63 h 20 min; × £16.50 = £1,045.00; ÷ 1 pupil = £1,045.00',
    );
    expect(costs.rows[6]?.working).toBe('£180.00 other cost ÷ 1 pupil = £180.00');
    expect(costs.proRata).toBeUndefined();
    expect(costs.minutesAWeek).toBe(100 + 300 + 90 + 60 + 150);
    expect(sayThreshold(costs)).toBe(
      "The rows paid from the SEN budget come to £4,217.25 for a whole year, which is £1,782.75 under the threshold of £6,000. £6,000 is a line for a whole year's cost above which a school can ask for help, not a sum that a child has or that must be used up.",
    );
  });

  const third = (weeks: number) => [
    row('one-to-one', { minutes: 180, sessions: 5, weeks }),
    row('care', { minutes: 15, sessions: 10, weeks, adults: 2 }),
    row('therapist', { minutes: 30, sessions: 0.5, weeks, rate: RATE.therapist }),
  ];

  test('above the threshold, a full year', () => {
    const costs = costMap(third(38), year);
    expect(costs.rows.map(({ perPupil }) => perPupil)).toEqual([940500, 313500, 61750]);
    expect(costs.rows.map(({ hours }) => hours)).toEqual(['570 h', '190 h', '9 h 30 min']);
    expect(costs.senBudget).toMatchObject({ fullYear: 1315750, above: 715750, under: 0 });
    expect(costs.biggest?.id).toBe('one-to-one');
    expect(costs.biggest?.share).toBeCloseTo(9405 / 13157.5, 10);
  });

  test('the same, part of a year', () => {
    const costs = costMap(third(24), part);
    expect(costs.rows.map(({ perPupil }) => perPupil)).toEqual([594000, 198000, 39000]);
    expect(costs.senBudget).toMatchObject({ period: 831000, fullYear: 1315750, above: 715750 });
    expect(costs.proRata).toBe(378947);
    expect(costs.rows[1]?.working).toBe(
      '15 min × 10 a week × 24 weeks × 2 adults = 120 h; × £16.50 = £1,980.00; ÷ 1 pupil = £1,980.00; over 38 weeks = £3,135.00',
    );
    expect(sayThreshold(costs)).toBe(
      "The rows paid from the SEN budget come to £8,310.00 for the 24 weeks of this map, and to £13,157.50 for a whole year if it carries on, which is £7,157.50 above the threshold of £6,000. £6,000 is a line for a whole year's cost above which a school can ask for help, not a sum that a child has or that must be used up. One way to compare the 24 weeks is with a part-year threshold of £3,789.47 (£6,000 × 24 ÷ 38); how Stockton treats part-years is not public, so ask the SEN section.",
    );
  });
});

describe('carrying a part-year on', () => {
  test('short blocks, single weeks and other costs are counted once', () => {
    const costs = costMap(
      [
        row('whole period', { minutes: 60, sessions: 1, weeks: 24, rate: 1000, other: 5000 }),
        row('six-week block', { minutes: 60, sessions: 1, weeks: 6, rate: 1000 }),
        row('equipment', { rate: 0, other: 18000, weeks: 24 }),
      ],
      part,
    );
    expect(costs.rows.map(({ carriedOn }) => carriedOn)).toEqual([true, false, false]);
    expect(costs.rows.map(({ perPupil }) => perPupil)).toEqual([29000, 6000, 18000]);
    expect(costs.rows.map(({ fullYear }) => fullYear)).toEqual([43000, 6000, 18000]);
  });

  test('a visit in a single week is not made weekly', () => {
    const visit = row('visit', { minutes: 360, sessions: 1, weeks: 1, rate: RATE.psychologist });
    expect(costMap([visit], part).rows[0]).toMatchObject({ fullYear: 66000, carriedOn: false });
  });

  test('a whole year is never carried on, and 39 weeks are not cut', () => {
    const rows = (weeks: number) => [row('one', { minutes: 60, sessions: 1, weeks, rate: 1000 })];
    expect(costMap(rows(24), year).senBudget.fullYear).toBe(24000);
    expect(costMap(rows(24), year).proRata).toBeUndefined();
    expect(costMap(rows(39), part).senBudget.fullYear).toBe(39000);
    expect(costMap(rows(39), part).proRata).toBeUndefined();
  });
});

test('a half of a penny is rounded up, once', () => {
  const half = row('half', { minutes: 1, sessions: 1, weeks: 1, rate: 30 });
  expect(costMap([half], year).rows[0]?.perPupil).toBe(1);
  const under = row('under', { minutes: 1, sessions: 1, weeks: 1, rate: 29 });
  expect(costMap([under], year).rows[0]?.perPupil).toBe(0);
  // 0.5p of time and 0.5p of other cost are a penny, not two.
  const both = row('both', { minutes: 1, sessions: 1, weeks: 1, rate: 30, other: 1, sharing: 2 });
  expect(costMap([both], year).rows[0]?.perPupil).toBe(1);
});

test('a part of a penny on the way is owned to, and other cost is in the working', () => {
  const [costed] = costMap(
    [
      row('a', {
        minutes: 20,
        sessions: 1,
        weeks: 1,
        rate: 1000,
        pupils: 3,
        other: 1000,
        sharing: 4,
      }),
    ],
    year,
  ).rows;
  expect(costed?.working).toBe(
    '20 min × 1 a week × 1 week = 20 min; × £10.00 = about £3.33; ÷ 3 pupils = about £1.11; + £10.00 other cost ÷ 4 pupils = £3.61',
  );
});

test('each payer is added up apart', () => {
  const costs = costMap(
    [
      row('a', { minutes: 60, sessions: 1, weeks: 10, rate: 1000 }),
      row('b', { minutes: 60, sessions: 1, weeks: 10, rate: 2000, paidFrom: 'health' }),
      row('c', { rate: 0, other: 500 }),
    ],
    year,
  );
  expect(costs.bySource).toEqual([
    { source: 'sen-budget', period: 10500, fullYear: 10500 },
    { source: 'health', period: 20000, fullYear: 20000 },
  ]);
  expect(costs.total.period).toBe(30500);
  expect(costs.senBudget.under).toBe(600000 - 10500);
});

test('an empty map costs nothing, and the threshold itself is neither above nor under', () => {
  expect(costMap([], part)).toMatchObject({ rows: [], weeks: 0, proRata: undefined });
  expect(costMap([], part).biggest).toBeUndefined();
  const exact = costMap([row('e', { rate: 0, other: 600000 })], year);
  expect(sayThreshold(exact)).toContain('exactly at the threshold of £6,000');
});

test.each([
  ['minutes', { minutes: Number.NaN }],
  ['minutes', { minutes: -1 }],
  ['sessions', { sessions: 0.333 }],
  ['weeks', { weeks: 1.5 }],
  ['rate', { rate: Number.POSITIVE_INFINITY }],
  ['pupils', { pupils: 0 }],
  ['sharing', { other: 1, sharing: 0 }],
])('a figure that cannot be costed is named: %s', (name, over) => {
  expect(() => costMap([row('odd', over)], year)).toThrow(new RegExp(`"odd": ${name}`));
});

const provision = (hundredths: number[]) =>
  fc.record({
    what: fc.constant('x'),
    who: fc.constant('ta'),
    adults: fc.integer({ min: 1, max: 3 }),
    pupils: fc.integer({ min: 1, max: 30 }),
    minutes: fc.integer({ min: 0, max: 480 }),
    sessions: fc.constantFrom(...hundredths).map((hundredth) => hundredth / 100),
    weeks: fc.integer({ min: 0, max: 39 }),
    rate: fc.integer({ min: 0, max: 15000 }),
    other: fc.integer({ min: 0, max: 1_000_000 }),
    sharing: fc.integer({ min: 1, max: 30 }),
    paidFrom: fc.constantFrom('sen-budget', 'grant', 'health'),
  });
const every = provision(Array.from({ length: 2500 }, (_, at) => at + 1));
const maps = fc.tuple(fc.array(every, { maxLength: 4 }), fc.boolean()).map(([rows, wholeYear]) => ({
  rows: rows.map((one, at): Provision => ({ id: String(at), ...one })),
  wholeYear,
}));

/** The rule as it is written down, step by step, in fractions. */
function byHand(one: Provision, weeks: number): bigint {
  const hours = multiply(
    fraction(one.minutes, 60),
    fraction(Math.round(one.sessions * 100), 100),
    fraction(weeks),
    fraction(one.adults),
  );
  const pounds = multiply(hours, fraction(one.rate, 100));
  const other = divide(fraction(one.other ?? 0, 100), fraction(one.sharing ?? 1));
  return pence(add(divide(pounds, fraction(one.pupils)), other));
}

/** @throws Error naming the first figure that differs from the rule worked by hand */
function checkByHand(rows: readonly Provision[], wholeYear: boolean): void {
  const costs = costMap(rows, { wholeYear, senBudget: 'sen-budget' });
  const longest = Math.max(0, ...rows.map(({ weeks }) => weeks));
  let [period, fullYear] = [0n, 0n];
  for (const [at, one] of rows.entries()) {
    const hand = byHand(one, one.weeks);
    const onwards = !wholeYear && one.weeks === longest && longest > 1 && longest < 38;
    const handYear = onwards ? byHand(one, 38) : hand;
    const costed = costs.rows[at];
    if (BigInt(costed?.perPupil ?? -1) !== hand) throw new Error(`row ${at}: by hand ${hand}`);
    if (BigInt(costed?.fullYear ?? -1) !== handYear) throw new Error(`row ${at}: year ${handYear}`);
    if (costed?.working !== 'nothing to pay' && !costed?.working.includes(money(hand)))
      throw new Error(`row ${at}: ${costed?.working}`);
    if (one.paidFrom !== 'sen-budget') continue;
    period += hand;
    fullYear += handYear;
  }
  const { senBudget } = costs;
  if (BigInt(senBudget.period) !== period || BigInt(senBudget.fullYear) !== fullYear)
    throw new Error('the total is not the sum of its rows');
  if (senBudget.fullYear - 600000 !== senBudget.above - senBudget.under)
    throw new Error('above and under do not meet at the threshold');
  if (senBudget.above > 0 && senBudget.under > 0) throw new Error('both above and under');
  const bySource = costs.bySource.reduce((all, one) => all + one.fullYear, 0);
  if (bySource !== costs.total.fullYear) throw new Error('payers do not add up');
}

test('100,000 random maps agree with the rule worked out in fractions', () => {
  const next = generator(20261124);
  const upTo = (most: number, least = 0) => least + Math.floor(next() * (most - least + 1));
  for (let run = 0; run < 100_000; run += 1) {
    const rows = Array.from({ length: upTo(5) }, (_, at) =>
      row(String(at), {
        adults: upTo(3, 1),
        pupils: upTo(30, 1),
        minutes: upTo(480),
        sessions: upTo(2500, 1) / 100,
        // Few lengths, so that several rows run for the whole period.
        weeks: next() < 0.5 ? upTo(39) : 24,
        rate: upTo(15000),
        paidFrom: ['sen-budget', 'grant', 'health'][upTo(2)] ?? '',
        ...(next() < 0.5 && { other: upTo(1_000_000), sharing: upTo(30, 1) }),
      }),
    );
    try {
      checkByHand(rows, next() < 0.5);
    } catch (cause) {
      throw new Error(`run ${run}: ${JSON.stringify(rows)}`, { cause });
    }
  }
}, 60_000);

test('small maps agree too, and the smallest that does not is shown', () => {
  fc.assert(
    fc.property(maps, ({ rows, wholeYear }) => checkByHand(rows, wholeYear)),
    { numRuns: 3000, seed: 20261124 },
  );
});

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test('more time, adults or money never costs less, and a bigger group never costs more', () => {
  const cost = (one: Provision) => costMap([one], year).rows[0]?.perPupil ?? Number.NaN;
  fc.assert(
    fc.property(every, (made) => {
      const one: Provision = { id: 'a', ...made };
      const now = cost(one);
      for (const figure of ['minutes', 'sessions', 'weeks', 'adults', 'rate', 'other'] as const)
        expect(cost({ ...one, [figure]: (one[figure] ?? 0) + 1 })).toBeGreaterThanOrEqual(now);
      for (const figure of ['pupils', 'sharing'] as const)
        expect(cost({ ...one, [figure]: (one[figure] ?? 1) + 1 })).toBeLessThanOrEqual(now);
    }),
    { numRuns: 1000, seed: 7 },
  );
});

test('what is said of the threshold can be read back', () => {
  fc.assert(
    fc.property(maps, ({ rows, wholeYear }) => {
      const costs = costMap(rows, { wholeYear, senBudget: 'sen-budget' });
      const said = sayThreshold(costs);
      const sums = (said.match(/£[\d,]+(?:\.\d\d)?/g) ?? []).map((sum) =>
        Math.round(Number(sum.replace(/[£,]/g, '')) * 100),
      );
      expect(sums).toContain(costs.senBudget.fullYear);
      if (costs.senBudget.above) expect(sums).toContain(costs.senBudget.above);
      expect(said.includes('One way to compare')).toBe(costs.proRata !== undefined);
    }),
    { numRuns: 500, seed: 11 },
  );
});

/**
 * What a provision map costs one pupil (domain rule D2): row by row, exactly, with the working
 * written out so that anyone can check it by hand.
 */

import { sayHours, sayMoney, sayPounds } from './quantity.ts';

/** One row of the map. */
export interface Provision {
  id: string;
  what: string;
  who: string;
  /** Adults with the group at once. */
  adults: number;
  /** Pupils in the group. */
  pupils: number;
  /** Minutes of one session; 0 for a row that is only equipment or a bought-in service. */
  minutes: number;
  /** Sessions a week, with at most two decimals. */
  sessions: number;
  weeks: number;
  /** Pence an hour, with the employer's on-costs. */
  rate: number;
  /** Pence, once: equipment or a bought-in service. */
  other?: number;
  /** Pupils sharing the other cost; 1 unless told. */
  sharing?: number;
  /** The id of who pays. */
  paidFrom: string;
}

/** A row with its cost to one pupil, in pence. */
export interface CostedRow {
  provision: Provision;
  /** For the period of the map. */
  perPupil: number;
  /** For a whole year. */
  fullYear: number;
  /** Adult hours in the period: "63 h 20 min". */
  hours: string;
  /** The sum as a person would write it. */
  working: string;
  /** The row runs for the whole period, so the whole year's figure carries it on. */
  carriedOn: boolean;
}

/** A period's and a whole year's cost to one pupil, in pence. */
export interface Cost {
  period: number;
  fullYear: number;
}

/** What the whole map costs one pupil, in pence. */
export interface MapCosts {
  rows: readonly CostedRow[];
  /** In the order in which the sources first appear. */
  bySource: readonly (Cost & { source: string })[];
  /** The rows paid from the SEN budget, and how far a whole year of them is from the threshold. */
  senBudget: Cost & { source: string; above: number; under: number };
  /** Every row, whoever pays. */
  total: Cost;
  wholeYear: boolean;
  threshold: number;
  fullYearWeeks: number;
  /** The threshold for this map's weeks; only when they are fewer than a whole year's. */
  proRata: number | undefined;
  /** The longest row's weeks. */
  weeks: number;
  /** The pupil's minutes a week were every row of more than one week to run at once. */
  minutesAWeek: number;
  /** The dearest row of the SEN budget, with its share (0 to 1) of the whole year's cost. */
  biggest?: { id: string; share: number };
}

/** How a map is costed. */
export interface CostOptions {
  /** The map covers a whole year as it stands. */
  wholeYear: boolean;
  /** The `paidFrom` of rows that the SEN budget pays. */
  senBudget: string;
  /**
   * Pence a year; £6,000 unless told (SEND Code of Practice 2015, paragraph 6.99; DfE operational
   * guidance on the notional SEN budget).
   */
  threshold?: number;
  /** 38 unless told: the weeks of a school year in which there are lessons. */
  fullYearWeeks?: number;
}

/**
 * Costs a map. Each row's cost per pupil is exact until it is rounded once, halves up, to the
 * penny; totals add the rounded rows, so that the rows as shown add up to them.
 *
 * When the map is not for a whole year, a row as long as the longest runs for the whole period and
 * is carried on to a whole year. A shorter block, a single week and any other cost are counted once.
 *
 * @throws Error naming the row whose figure is not a whole number (sessions: two decimals), or has
 * no pupils to divide by
 */
export function costMap(provisions: readonly Provision[], options: CostOptions): MapCosts {
  const { wholeYear, senBudget, threshold = 600_000, fullYearWeeks = 38 } = options;
  const weeks = provisions.reduce((most, row) => Math.max(most, row.weeks), 0);
  const rows = provisions.map((provision) => {
    const carriedOn =
      !wholeYear &&
      weeks > 1 &&
      provision.weeks === weeks &&
      weeks < fullYearWeeks &&
      timed(provision);
    return costRow(provision, carriedOn ? fullYearWeeks : undefined);
  });
  const sources = [...new Set(provisions.map(({ paidFrom }) => paidFrom))];
  const ofSource = (source: string) =>
    sum(rows.filter(({ provision }) => provision.paidFrom === source));
  const budget = ofSource(senBudget);
  const biggest = rows
    .filter(({ provision }) => provision.paidFrom === senBudget)
    .reduce<CostedRow | undefined>(
      (most, row) => (most && most.fullYear >= row.fullYear ? most : row),
      undefined,
    );
  return {
    rows,
    bySource: sources.map((source) => ({ source, ...ofSource(source) })),
    senBudget: {
      source: senBudget,
      ...budget,
      above: Math.max(0, budget.fullYear - threshold),
      under: Math.max(0, threshold - budget.fullYear),
    },
    total: sum(rows),
    wholeYear,
    threshold,
    fullYearWeeks,
    proRata:
      wholeYear || weeks === 0 || weeks >= fullYearWeeks
        ? undefined
        : toPenny({ over: BigInt(threshold) * BigInt(weeks), under: BigInt(fullYearWeeks) }),
    weeks,
    minutesAWeek:
      provisions
        .filter((row) => row.weeks > 1)
        .reduce((all, row) => all + row.minutes * Math.round(row.sessions * 100), 0) / 100,
    ...(biggest &&
      budget.fullYear > 0 && {
        biggest: { id: biggest.provision.id, share: biggest.fullYear / budget.fullYear },
      }),
  };
}

/**
 * Where the map stands against the threshold, in two or three plain sentences. A part-year is shown
 * beside the whole year, and its share of the threshold only as one way to compare.
 */
export function sayThreshold(costs: MapCosts): string {
  const { senBudget, threshold, proRata, weeks, fullYearWeeks, wholeYear } = costs;
  const line = sayPounds(threshold);
  const stands = senBudget.above
    ? `${sayMoney(senBudget.above)} above`
    : senBudget.under
      ? `${sayMoney(senBudget.under)} under`
      : 'exactly at';
  const period =
    wholeYear || proRata === undefined
      ? ''
      : `${sayMoney(senBudget.period)} for the ${weeks} weeks of this map, and to `;
  const carried = period ? ' if it carries on' : '';
  const sentences = [
    `The rows paid from the SEN budget come to ${period}${sayMoney(senBudget.fullYear)} for a whole year${carried}, which is ${stands} the threshold of ${line}.`,
    `${line} is a line for a whole year's cost above which a school can ask for help, not a sum that a child has or that must be used up.`,
  ];
  if (proRata !== undefined)
    sentences.push(
      `One way to compare the ${weeks} weeks is with a part-year threshold of ${sayMoney(proRata)} (${line} × ${weeks} ÷ ${fullYearWeeks}); how Stockton treats part-years is not public, so ask the SEN section.`,
    );
  return sentences.join(' ');
}

/** An exact sum of pence. */
interface Fraction {
  over: bigint;
  under: bigint;
}

function costRow(provision: Provision, carriedTo: number | undefined): CostedRow {
  const perPupil = toPenny(costPerPupil(provision, provision.weeks));
  const fullYear = carriedTo === undefined ? perPupil : toPenny(costPerPupil(provision, carriedTo));
  return {
    provision,
    perPupil,
    fullYear,
    hours: sayHours(Number(minuteHundredths(provision, provision.weeks)) / 100),
    working: working(
      provision,
      perPupil,
      carriedTo === undefined ? undefined : { carriedTo, fullYear },
    ),
    carriedOn: carriedTo !== undefined,
  };
}

function costPerPupil(provision: Provision, weeks: number): Fraction {
  const time = timeCost(provision, weeks);
  const pupils = atLeastOne(provision, 'pupils', provision.pupils);
  const sharing = atLeastOne(provision, 'sharing', provision.sharing ?? 1);
  const other = whole(provision, 'other', provision.other ?? 0);
  return {
    over: time.over * sharing + other * time.under * pupils,
    under: time.under * pupils * sharing,
  };
}

function timeCost(provision: Provision, weeks: number): Fraction {
  return {
    over: minuteHundredths(provision, weeks) * whole(provision, 'rate', provision.rate),
    under: 6000n,
  };
}

/** Adult minutes in hundredths, since sessions may have two decimals. */
function minuteHundredths(provision: Provision, weeks: number): bigint {
  const sessions = provision.sessions * 100;
  // 0.07 * 100 is 7.000000000000001 in floating point.
  const hundredths =
    Math.abs(sessions - Math.round(sessions)) < 1e-6 ? Math.round(sessions) : sessions;
  return (
    whole(provision, 'minutes', provision.minutes) *
    whole(provision, 'sessions in hundredths', hundredths) *
    whole(provision, 'weeks', weeks) *
    whole(provision, 'adults', provision.adults)
  );
}

/** Rounds halves up. */
function toPenny({ over, under }: Fraction): number {
  return Number((2n * over + under) / (2n * under));
}

function timed({ minutes, sessions, rate, adults }: Provision): boolean {
  return minutes > 0 && sessions > 0 && rate > 0 && adults > 0;
}

function working(
  provision: Provision,
  perPupil: number,
  year: { carriedTo: number; fullYear: number } | undefined,
): string {
  const { minutes, sessions, weeks, adults, pupils, rate, other = 0, sharing = 1 } = provision;
  const otherCost = `${sayMoney(other)} other cost ÷ ${pupilsIn(sharing)}`;
  if (!timed(provision)) return other ? `${otherCost} = ${sayMoney(perPupil)}` : 'nothing to pay';
  const time = timeCost(provision, weeks);
  const share = { over: time.over, under: time.under * BigInt(pupils) };
  const hours = sayHours(Number(minuteHundredths(provision, weeks)) / 100);
  const said = [
    `${minutes} min × ${sessions} a week × ${weeks} ${weeks === 1 ? 'week' : 'weeks'}${adults === 1 ? '' : ` × ${adults} adults`} = ${hours}`,
    `× ${sayMoney(rate)} = ${sayPart(time)}`,
    `÷ ${pupilsIn(pupils)} = ${other ? sayPart(share) : sayMoney(perPupil)}`,
    ...(other ? [`+ ${otherCost} = ${sayMoney(perPupil)}`] : []),
    ...(year ? [`over ${year.carriedTo} weeks = ${sayMoney(year.fullYear)}`] : []),
  ];
  return said.join('; ');
}

/** A sum on the way is not rounded in the reckoning, so a part of a penny is owned to. */
function sayPart(cost: Fraction): string {
  return `${cost.over % cost.under ? 'about ' : ''}${sayMoney(toPenny(cost))}`;
}

function pupilsIn(count: number): string {
  return count === 1 ? '1 pupil' : `${count} pupils`;
}

function sum(rows: readonly CostedRow[]): Cost {
  return {
    period: rows.reduce((all, row) => all + row.perPupil, 0),
    fullYear: rows.reduce((all, row) => all + row.fullYear, 0),
  };
}

function whole(provision: Provision, name: string, value: number): bigint {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(
      `provision "${provision.id}": ${name} must be a whole number from 0, and is ${value}`,
    );
  return BigInt(value);
}

function atLeastOne(provision: Provision, name: string, value: number): bigint {
  if (value === 0) throw new Error(`provision "${provision.id}": ${name} must be at least 1`);
  return whole(provision, name, value);
}

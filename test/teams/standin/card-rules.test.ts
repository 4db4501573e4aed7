/** Each rule for cards on a card that keeps it and on one that does not. */

import { expect, test } from 'vitest';
import { CARD_BYTES, checkCard } from './card-rules.ts';
import type { Json } from './json.ts';

const paragraph = (text: string): Json => ({ type: 'TextBlock', text, wrap: true });
const name: Json = { type: 'Input.Text', id: 'name', label: 'Name' };
const submit = (title = 'Send'): Json => ({ type: 'Action.Submit', title, data: { a: 1 } });
const open = (url: string): Json => ({ type: 'Action.OpenUrl', title: 'Open', url });
const actions = (...list: Json[]): Json => ({ type: 'ActionSet', actions: list });
const choices = (value: string, changes: Json = {}): Json => ({
  type: 'Input.ChoiceSet',
  id: 'needs',
  label: 'Needs',
  choices: [{ title: 'A', value }],
  ...changes,
});
const image = (changes: Json): Json => ({
  type: 'Image',
  url: 'https://signpost.example/map.png',
  altText: 'A map',
  ...changes,
});
const table = (...cells: number[]): Json => ({
  type: 'Table',
  columns: [{ width: 1 }, { width: 2 }],
  rows: cells.map((count) => ({
    type: 'TableRow',
    cells: Array.from({ length: count }, () => ({ type: 'TableCell', items: [paragraph('x')] })),
  })),
});

function card(body: Json[], changes: Json = {}): Json {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: 'In words',
    body,
    ...changes,
  };
}

const good: [rule: string, card: Json][] = [
  ['a paragraph', card([paragraph('Hello [there](https://gov.uk)')])],
  ['an older version', card([paragraph('x')], { version: '1.2' })],
  ['speak and msteams', card([paragraph('x')], { speak: 'x', msteams: { width: 'Full' } })],
  ['a form', card([name, choices('a'), actions(submit())])],
  ['an input that is required', card([{ ...name, isRequired: true, errorMessage: 'Say who' }])],
  ['several choices at once', card([choices('a', { isMultiSelect: true, value: 'a' })])],
  ['a comma where one is chosen', card([choices('a,b')])],
  ['six actions', card([actions(...Array.from({ length: 6 }, (_, at) => submit(`${at}`)))])],
  ['actions of the card', card([paragraph('x')], { actions: [submit(), open('https://gov.uk')] })],
  ['an image', card([image({})])],
  ['a table', card([table(2, 2)])],
  ['columns', card([{ type: 'ColumnSet', columns: [{ type: 'Column', items: [name] }] }])],
  ['facts', card([{ type: 'FactSet', facts: [{ title: 'Age', value: '7' }] }])],
  [
    'a card that opens',
    card([actions({ type: 'Action.ShowCard', title: 'More', card: card([name]) })]),
  ],
  [
    'what a button sends is its own affair',
    card([actions({ ...submit(), data: { type: 'TextBlock', typo: 1, id: 'name' } }), name]),
  ],
  ['as much as fits', card([paragraph('x'.repeat(CARD_BYTES - 300))])],
];

test.each(good)('%s: nothing wrong', (_rule, json) => {
  expect(checkCard(json)).toEqual([]);
});

const bad: [rule: string, card: unknown, problem: RegExp][] = [
  ['no card', 'card', /no Adaptive Card/],
  ['another kind of card', { type: 'HeroCard' }, /no Adaptive Card/],
  ['no version', card([paragraph('x')], { version: undefined }), /no version/],
  ['too new a version', card([paragraph('x')], { version: '1.6' }), /up to 1.5/],
  ['no words for it', card([paragraph('x')], { fallbackText: ' ' }), /no fallbackText/],
  ['too large', card([paragraph('x'.repeat(CARD_BYTES))]), /bytes, more than 28000/],
  ['an unknown element', card([{ type: 'Slider' }]), /parser: Unknown element type "Slider"/],
  ['an unknown action', card([actions({ type: 'Action.Call', title: 'x' })]), /parser: Unknown/],
  [
    'an unknown weight',
    card([{ ...paragraph('x'), weight: 'fat' }]),
    /parser: Invalid value "fat"/,
  ],
  ['no choices', card([choices('a', { choices: [] })]), /parser: .*at least one choice/],
  ['no address', card([actions({ type: 'Action.OpenUrl', title: 'x' })]), /parser: .*"url"/],
  [
    'a property misspelt',
    card([{ ...paragraph('x'), weigth: 'bolder' }]),
    /TextBlock has no weigth/,
  ],
  ['an empty paragraph', card([paragraph('')]), /without text/],
  ['an input without id', card([{ ...name, id: undefined }]), /Input.Text without id/],
  ['an input without label', card([{ ...name, label: '' }]), /Input.Text without label/],
  ['an input deep down', card([table(2), { ...name, label: undefined }]), /without label/],
  ['two inputs of one id', card([name, name]), /the id name is there already/],
  ['required without a word', card([{ ...name, isRequired: true }]), /no errorMessage/],
  ['a comma among several', card([choices('a,b', { isMultiSelect: true })]), /has a comma/],
  [
    'seven actions',
    card([actions(...Array.from({ length: 7 }, (_, at) => submit(`${at}`)))]),
    /7 actions/,
  ],
  ['a button without title', card([actions(submit(''))]), /Action.Submit without title/],
  ['a button that sends a word', card([actions({ ...submit(), data: 'x' })]), /sends no object/],
  ['an image without words', card([image({ altText: undefined })]), /without altText/],
  ['an image within the card', card([image({ url: 'data:image/png;base64,AA' })]), /a data URI/],
  ['an image by http', card([image({ url: 'http://x.example/a.png' })]), /http, not https/],
  ['a link by http', card([actions(open('http://gov.uk'))]), /http, not https/],
  ['a link in a text by http', card([paragraph('[x](http://gov.uk)')]), /http, not https/],
  ['a background by http', card([paragraph('x')], { backgroundImage: 'http://x.example' }), /http/],
  ['a row that is short', card([table(2, 1)]), /has not 2 cells/],
];

test.each(bad)('%s: said so', (_rule, json, problem) => {
  expect(checkCard(json).join('\n')).toMatch(problem);
});

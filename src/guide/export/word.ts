/** The draft as a Word file: what it is, what is left to do, the answers, the map, what goes with it. */

import {
  CheckBox,
  Document,
  Footer,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  Tab,
  TextRun,
} from 'docx';
import type { DocumentItem, DraftDocument, ExportedFile, Readiness } from './document.ts';
import { harmless, harmlessAll } from './harmless.ts';
import { mapParts } from './word-map.ts';
import { headingOf, oneLine, type Part, paragraphs, STYLES, tableOf } from './word-parts.ts';

/** A4 and its margins, in twentieths of a point. */
const A4 = { width: 11_906, height: 16_838 };
const MARGIN = 1134;
const WIDTH = A4.width - 2 * MARGIN;
const WIDE = A4.height - 2 * MARGIN;

const LEVELS = { stop: 'Stop', warn: 'Check', note: 'Note' } as const;

/**
 * Writes the draft for Word, on A4, in British English, with real headings and repeated header rows
 * (WCAG 2.2, 1.3.1). The file's own properties hold the title and nothing of what was typed.
 *
 * @returns the file; `changed` names each place where something had to be taken out
 */
export async function wordFile(document: DraftDocument): Promise<ExportedFile> {
  const { value: draft, changed } = harmlessAll(document, harmless);
  const page = { width: A4.width, height: A4.height };
  const margin = { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN };
  const upright = (children: Part[]) => ({
    properties: { type: SectionType.NEXT_PAGE, page: { size: page, margin } },
    footers: { default: footer(draft.reference, WIDTH) },
    children,
  });
  const lying = (children: Part[]) => ({
    properties: {
      type: SectionType.NEXT_PAGE,
      page: { size: { ...page, orientation: PageOrientation.LANDSCAPE }, margin },
    },
    footers: { default: footer(draft.reference, WIDE) },
    children,
  });
  const start = [...opening(draft), ...answers(draft)];
  const end = attachments(draft.attachments);
  const bytes = await Packer.toBuffer(
    new Document({
      title: oneLine(draft.title),
      subject: 'Draft for the school to check',
      creator: 'Signpost',
      lastModifiedBy: 'Signpost',
      styles: STYLES,
      sections: draft.map?.rows.length
        ? [upright(start), lying(mapParts(draft.map, WIDE)), ...(end.length ? [upright(end)] : [])]
        : [upright([...start, ...end])],
    }),
  );
  return {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    bytes: new Uint8Array(bytes),
    changed,
  };
}

function opening(draft: DraftDocument): Part[] {
  return [
    headingOf(0, draft.title),
    ...paragraphs(`Reference: ${oneLine(draft.reference)}. Made on ${sayDay(draft.made)}.`),
    ...draft.notice.flatMap((text) => paragraphs(text, 'Notice')),
    ...(draft.lead ?? []).flatMap(({ title, lines }) => [
      headingOf(1, title),
      ...lines.flatMap((line) => paragraphs(line)),
    ]),
    ...readiness(draft.readiness),
    ...(draft.summary ? [headingOf(1, 'Summary'), tableOf(draft.summary, WIDTH)] : []),
  ];
}

function readiness(findings: readonly Readiness[]): Part[] {
  if (findings.length === 0) return [];
  const rows = findings.map(({ level, message, source }) => [LEVELS[level], message, source]);
  return [
    headingOf(1, 'What is left to do'),
    ...paragraphs('"Stop" has to be put right before it is sent; "Check" needs a second look.'),
    tableOf({ columns: ['Level', 'What was found', 'Where the rule is'], rows }, WIDTH, {
      shares: [1, 5, 3],
    }),
  ];
}

function answers({ sections }: DraftDocument): Part[] {
  if (sections.length === 0) return [];
  return [
    headingOf(1, 'Answers'),
    ...sections.flatMap(({ number, title, items }) => [
      headingOf(2, number ? `${number}. ${title}` : title),
      ...items.flatMap(itemParts),
    ]),
  ];
}

function itemParts(item: DocumentItem): Part[] {
  if (item.kind === 'note') return paragraphs(item.text);
  if (item.kind === 'heading') return [headingOf(3, item.text)];
  const question = headingOf(3, `${item.code} ${item.question}`);
  switch (item.kind) {
    case 'answer':
      return [
        question,
        ...(item.again
          ? paragraphs(
              'something that this answer depends on has changed.',
              'Mark',
              'CHECK AGAIN: ',
            )
          : []),
        ...paragraphs(item.text),
        ...(item.basis ? paragraphs(item.basis, 'Basis', 'Based on: ') : []),
      ];
    case 'parked':
      return [question, ...paragraphs(item.note, 'Mark', `NOT YET KNOWN${item.note ? ': ' : ''}`)];
    case 'empty':
      return [
        question,
        ...(item.required
          ? paragraphs('', 'Mark', 'STILL TO ANSWER')
          : paragraphs('Not answered (optional).')),
      ];
    case 'blank':
      return [
        question,
        ...paragraphs(
          `[${oneLine(item.question).toUpperCase()}: fill in on your own system]`,
          'FillIn',
        ),
      ];
    case 'table':
      return [question, tableOf(item, WIDTH, item.total ? { total: item.total } : {})];
    default:
      return item satisfies never;
  }
}

function attachments(texts: readonly string[]): Part[] {
  if (texts.length === 0) return [];
  return [
    headingOf(1, 'What goes with it'),
    ...texts.map(
      (text) =>
        new Paragraph({
          children: [
            new CheckBox({ alias: 'Tick when attached' }),
            new TextRun({ text: ` ${oneLine(text)}` }),
          ],
        }),
    ),
  ];
}

function footer(reference: string, width: number): Footer {
  return new Footer({
    children: [
      new Paragraph({
        rightTabStop: width,
        children: [
          new TextRun({ text: `Reference: ${oneLine(reference)}`, size: 18 }),
          new TextRun({
            size: 18,
            children: [new Tab(), 'Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES],
          }),
        ],
      }),
    ],
  });
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** A date that is none is shown as it came: an export must not fail on it. */
function sayDay(date: string): string {
  const day = new Date(date);
  return Number.isNaN(day.getTime()) ? oneLine(date) : DAY.format(day);
}

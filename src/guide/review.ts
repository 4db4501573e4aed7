/** A draft looked at as a whole: where it stands, whether it is ready, what it costs, why a question is asked. */

import { startCitations } from '../knowledge/cite.ts';
import type { Knowledge } from '../knowledge/read.ts';
import { type Block, sayMarks } from '../reply.ts';
import { inRow, valueAt } from './answers.ts';
import { readiness, sayStep } from './checks.ts';
import { sayThreshold } from './costs.ts';
import { documentOf } from './document.ts';
import type { Draft } from './drafts.ts';
import { questionsOf } from './form.ts';
import { progressOf, type Step } from './journey.ts';
import { mapOf } from './map.ts';
import { rowTitle } from './put.ts';
import { sayMoney } from './quantity.ts';
import { readReport } from './report-text.ts';
import { text } from './turn.ts';
import { sayProgress } from './words.ts';

/** Where a draft stands, section by section. */
export function whereBlocks(draft: Draft, all: readonly Step[]): Block[] {
  const sections = [...new Set(all.map(({ section }) => section))];
  return [
    text(
      `**${draft.reference}**, ${draft.form.title}. ${sayProgress(progressOf(all, draft.answers))}`,
    ),
    {
      kind: 'table',
      columns: ['Section', 'Answered', 'To come back to'],
      rows: sections.map((section) => {
        const { done, of, parked } = progressOf(
          all.filter((step) => step.section === section),
          draft.answers,
        );
        return [
          section.number ? `${section.number}. ${section.title}` : section.title,
          `${done} of ${of}`,
          parked > 0 ? String(parked) : '',
        ];
      }),
    },
  ];
}

/** Why a question is asked: its help, and the card behind it with its source. */
export function whyBlocks(
  { question, row }: Step,
  knowledge: Knowledge,
): { blocks: Block[]; cards: string[] } {
  const cardId = question.card ?? row?.given?.card ?? row?.rows.card;
  const card = cardId === undefined ? undefined : knowledge.byId.get(cardId);
  const help =
    question.help ?? row?.rows.help ?? 'It helps whoever reads this to picture what you see.';
  if (!card) return { blocks: [text(help)], cards: [] };
  const citations = startCitations(knowledge.sources);
  const marks = sayMarks(citations.mark(card));
  return {
    blocks: [
      text(`${help}\n\n**${card.title}** (${card.force}). ${card.lead} ${marks}`),
      { kind: 'sources', sources: citations.all() },
    ],
    cards: [card.id],
  };
}

/** The readiness checks with their sources, and everything still open. */
export function checkBlocks(
  draft: Draft,
  all: readonly Step[],
  knowledge: Knowledge,
  today: string,
): Block[] {
  const found = readiness(draft, all, knowledge.safety, today);
  const citations = startCitations(knowledge.sources);
  const rows = found.checks.map(({ level, message, card }) => {
    const cited = knowledge.byId.get(card);
    return { level, message, marks: cited ? citations.mark(cited) : [] };
  });
  const stops = rows.filter(({ level }) => level === 'stop').length;
  const verdict =
    stops > 0
      ? `Not ready yet: ${stops} ${stops === 1 ? 'thing' : 'things'} to put right first.`
      : found.missing.length > 0
        ? `No stops, but ${found.missing.length} needed ${found.missing.length === 1 ? 'answer is' : 'answers are'} missing.`
        : rows.some(({ level }) => level === 'warn')
          ? 'It can be sent, but expect questions about what is marked "Check".'
          : 'Nothing stands in the way that rules can find. You decide whether it is right.';
  const lists = [
    listText('Needed and not answered', found.missing),
    listText('To come back to', found.parked),
    listText('Check again, because something they depend on has changed', found.again),
    listText('Shorter or longer than asked', found.length),
  ];
  return [
    text(`**${verdict}**`),
    ...(rows.length > 0 ? [{ kind: 'checks' as const, rows }] : []),
    ...lists.flat(),
    ...(citations.all().length > 0 ? [{ kind: 'sources' as const, sources: citations.all() }] : []),
  ];
}

function listText(title: string, steps: readonly Step[]): Block[] {
  if (steps.length === 0) return [];
  const shown = steps.slice(0, 12).map((step) => `- ${sayStep(step)}`);
  const more = steps.length > 12 ? [`- and ${steps.length - 12} more`] : [];
  return [text(`**${title}**\n\n${[...shown, ...more].join('\n')}`)];
}

/** What is parked, and whom to chase. */
export function parkedBlocks(draft: Draft, all: readonly Step[]): Block[] {
  const parked = all.flatMap((step) => {
    const answer = draft.answers.get(step.path);
    return answer?.kind === 'parked' ? [[sayStep(step), answer.note]] : [];
  });
  if (parked.length === 0) return [text('Nothing is waiting to be come back to.')];
  return [{ kind: 'table', columns: ['Question', 'To chase'], rows: parked }];
}

/** The costed map with each row's sum, its totals, and what to check. */
export function costBlocks(draft: Draft): Block[] {
  const map = mapOf(draft.form, draft.answers);
  if (!map) return [text('This form has no costs.')];
  if (map.provisions.length === 0) return [text('No row of the provision map can be costed yet.')];
  const { costs, table } = map;
  const name = (id: string) => {
    const what = valueAt(draft.answers, inRow(table.id, id, table.costs.what));
    return what === undefined ? rowTitle(table, id, 0, draft.answers) : String(what);
  };
  const label = (source: string) =>
    table.columns.find(({ id }) => id === table.costs.from)?.options?.[source]?.label ?? source;
  return [
    {
      kind: 'table',
      columns: ['Provision', 'The sum', 'Per pupil', 'Whole year'],
      rows: costs.rows.map(({ provision, working, perPupil, fullYear }) => [
        name(provision.id),
        working,
        sayMoney(perPupil),
        sayMoney(fullYear),
      ]),
      total: ['Total', '', sayMoney(costs.total.period), sayMoney(costs.total.fullYear)],
    },
    {
      kind: 'table',
      columns: ['Paid from', 'For the period', 'Whole year'],
      rows: costs.bySource.map(({ source, period, fullYear }) => [
        label(source),
        sayMoney(period),
        sayMoney(fullYear),
      ]),
    },
    text(sayThreshold(costs)),
    ...(map.unfinished.length > 0
      ? [
          text(
            `Not in the sum yet, because a figure is missing: ${map.unfinished.map(name).join('; ')}.`,
          ),
        ]
      : []),
    ...(map.pitfalls.length > 0
      ? [
          {
            kind: 'checks' as const,
            rows: map.pitfalls.map(({ row, message }) => ({
              level: 'note' as const,
              message: row === undefined ? message : `${name(row)}: ${message}`,
              marks: [],
            })),
          },
        ]
      : []),
  ];
}

/** The sum of one row of the costed map, once it can be costed. */
export function sayRowSum(draft: Draft, path: string): string | undefined {
  const [rows, row] = path.split('/');
  const map = mapOf(draft.form, draft.answers);
  if (!map || map.table.id !== rows || row === undefined) return undefined;
  const costed = map.costs.rows.find(({ provision }) => provision.id === row);
  return costed && `This row: ${costed.working}.`;
}

/** What the panel would see, section by section. */
export function viewBlocks(
  draft: Draft,
  knowledge: Knowledge,
  today: string,
  earlier: readonly Draft[],
): Block[] {
  const document = documentOf(draft, { knowledge, today, earlier });
  const blocks: Block[] = [text(`**${document.title}**, ${document.reference}`)];
  if (document.summary) {
    for (const { title, lines } of document.lead ?? [])
      blocks.push(text(`**${title}**\n\n${lines.map((line) => `- ${line}`).join('\n')}`));
    blocks.push({ kind: 'table', ...document.summary });
    return blocks;
  }
  for (const { number, title, items } of document.sections) {
    const lines: string[] = [];
    const flush = () => {
      if (lines.length > 0) blocks.push(text(lines.splice(0).join('\n\n')));
    };
    lines.push(`**${number ? `${number}. ` : ''}${title}**`);
    for (const item of items) {
      switch (item.kind) {
        case 'answer':
          lines.push(`${item.question}\n${item.text}${item.again ? ' (check again)' : ''}`);
          break;
        case 'parked':
          lines.push(`${item.question}\nNOT YET KNOWN${item.note ? `: ${item.note}` : ''}`);
          break;
        case 'empty':
          if (item.required) lines.push(`${item.question}\nSTILL TO ANSWER`);
          break;
        case 'blank':
          lines.push(`${item.question}\n[filled in on your own system]`);
          break;
        case 'heading':
          lines.push(`**${item.text}**`);
          break;
        case 'note':
          lines.push(item.text);
          break;
        case 'table':
          lines.push(item.question);
          flush();
          blocks.push({
            kind: 'table',
            columns: item.columns,
            rows: item.rows,
            ...(item.total && { total: item.total }),
          });
          break;
        default:
          item satisfies never;
      }
    }
    flush();
  }
  return blocks;
}

/** What was found in a pasted report, each to be checked by a person. */
export function reportBlocks(draft: Draft, pasted: string): Block[] {
  const rows = questionsOf(draft.form).flatMap(({ question }) =>
    question.type === 'rows' && question.each
      ? question.each.filter(({ look }) => look.length > 0)
      : [],
  );
  if (rows.length === 0) return [text('This form has no report to look through.')];
  const found = readReport(pasted, rows);
  const label = (id: string) => rows.find((row) => row.id === id)?.label ?? id;
  return [
    text(
      'I looked for each item by rules. Check each one yourself: a rule can miss what is there, or take other words for it. The text is not kept.',
    ),
    {
      kind: 'checks',
      rows: found.map(({ id, state, sentence }) => ({
        level: state === 'found' ? 'note' : 'warn',
        message:
          state === 'missing'
            ? `${label(id)}: not found${sentence ? `, and this may say so: "${shortened(sentence)}"` : ''}. Check this.`
            : `${label(id)}: ${state === 'thin' ? 'found, but thin' : 'found'}. Check this: "${shortened(sentence ?? '')}"`,
        marks: [],
      })),
    },
  ];
}

function shortened(sentence: string): string {
  return sentence.length > 160 ? `${sentence.slice(0, 160)}…` : sentence;
}

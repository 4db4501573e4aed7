/** `npm run eval`: the public questions, by kind, beside off-the-shelf search; and every miss. */

import { parseArgs } from 'node:util';
import { readConfig } from '../../src/config.ts';
import { readKnowledge } from '../../src/knowledge/read.ts';
import { leaveOneOut } from './leave-one-out.ts';
import { measure } from './measure.ts';
import { makePeers, peerShare } from './peers.ts';
import { KINDS, readQuestions } from './questions.ts';

const { values } = parseArgs({
  options: { kind: { type: 'string' }, quiet: { type: 'boolean', default: false } },
});
const { knowledgeDir, today } = readConfig(process.env);
const knowledge = readKnowledge(knowledgeDir, today());
const questions = readQuestions().filter(({ kind }) => !values.kind || kind === values.kind);
const results = await measure(knowledge, questions);
const peers = await makePeers(knowledge);

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const columns = ['kind', 'questions', 'Signpost', ...peers.map(({ name }) => name)];
const rows: string[][] = [];
for (const kind of KINDS) {
  const own = results.filter(({ question }) => question.kind === kind);
  if (own.length === 0) continue;
  const row = [
    kind,
    String(own.length),
    percent(own.filter(({ right }) => right).length / own.length),
  ];
  for (const peer of peers)
    row.push(
      percent(
        await peerShare(
          knowledge,
          peer,
          own.map(({ question }) => question),
        ),
      ),
    );
  rows.push(row);
}
console.log(table([columns, ...rows]));

if (!values.kind) {
  const out = leaveOneOut(knowledge);
  console.log(
    `\nLeave one out over ${out.asked} asks of ${knowledge.cards.length} cards: right card first ${percent(out.first)}, in the first three ${percent(out.three)}`,
  );
}
if (!values.quiet) {
  for (const { question, reply, wrong } of results.filter(({ right }) => !right)) {
    console.log(`\n${question.id} ${JSON.stringify(question.turns)}`);
    console.log(
      `  ${reply.outcome}, cards ${reply.cards.slice(0, 4).join(', ') || 'none'}: ${wrong.join('; ')}`,
    );
  }
}

function table(lines: string[][]): string {
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, at) => cell.padEnd(widths?.[at] ?? 0)).join('  '))
    .join('\n');
}

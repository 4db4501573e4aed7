import type { Sources } from './source.ts';

const READ = {
  whole: 'read whole',
  excerpt: 'read in an excerpt',
  secondary: 'read through another page that restates it',
  knowledge: 'from knowledge, not re-read',
} as const;

/** The page that names every public source, how it was read, and the terms it comes under. */
export function sourcesPage(sources: Sources): string {
  const rows = Object.entries(sources).map(([id, source]) => {
    const title = source.url ? `[${source.title}](${source.url})` : source.title;
    const cells = [
      `\`${id}\``,
      title,
      source.publisher,
      source.edition,
      `${READ[source.read]}, ${source.checked}`,
      source.terms,
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return [
    '# Sources and their terms',
    '',
    'Every statement Signpost makes comes from a card, and every card cites one or more of these public sources. Facts are told in our own words; no page is copied. Legislation and GOV.UK pages are Crown copyright under the Open Government Licence v3.0. Council and other pages stay the copyright of their publishers.',
    '',
    'Made from `knowledge/sources.yaml` by `npm run docs:sources`.',
    '',
    '| id | source | publisher | edition | how and when it was read | terms |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

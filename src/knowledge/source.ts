import { z } from 'zod';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date like 2026-11-23');

/** sources.yaml: each public source once, by id. */
export const sourcesFile = z.record(
  z.string().regex(/^[a-z0-9-]+$/, 'use small letters, digits and hyphens in a source id'),
  z.strictObject({
    title: z.string().min(1),
    publisher: z.string().min(1),
    edition: z.string().min(1),
    url: z.url({ protocol: /^https?$/, message: 'must be a whole address: https://…' }).optional(),
    kind: z.enum(['act', 'regulations', 'code', 'page']),
    binding: z.enum(['law', 'guidance', 'local', 'commentary']),
    read: z.enum(['whole', 'excerpt', 'secondary', 'knowledge']),
    checked: isoDate,
    terms: z.string().min(1),
    note: z.string().optional(),
    places: z.record(z.string(), z.string()).optional(),
  }),
);

/** All sources by id. */
export type Sources = z.infer<typeof sourcesFile>;

/** A place in a source, ready to be shown. */
export interface Located {
  id: string;
  title: string;
  /** Empty when the whole source is meant. */
  locator: string;
  /** Empty when the source has no public address. */
  url: string;
  binding: Sources[string]['binding'];
}

/**
 * Turns `cfa-2014#s67-2` into "Children and Families Act 2014, section 67(2)" and its address.
 * How each kind of source is numbered and addressed is the practice of legislation.gov.uk
 * (`/section/67`, `/regulation/49`, `/schedule/1`); the Code's numbers are paragraphs, its big
 * divisions chapters.
 *
 * @returns the place, or a sentence saying what is wrong with the reference
 */
export function locate(ref: string, sources: Sources): Located | string {
  const [id = '', place = ''] = ref.split('#');
  const source = sources[id];
  if (!source) return `"${id}" is not in sources.yaml: add it there, or use an id that is`;
  const base = { id, title: source.title, binding: source.binding };
  const url = source.url ?? '';
  if (place === '') return { ...base, locator: '', url };
  if (source.kind === 'page') {
    const locator = source.places?.[place];
    if (locator) return { ...base, locator, url };
    const known = Object.keys(source.places ?? {}).join(', ') || 'none';
    return `"${place}" is not a place of ${id}: its places are ${known}`;
  }
  const found = numbered(source.kind, place);
  if (!found) return `"${place}" is not a place of ${id}: write ${examples[source.kind]}`;
  return { ...base, locator: found.locator, url: url + found.path };
}

const examples = {
  act: 's67, s67-2 or sch10-3',
  regulations: 'reg49, reg49-4 or sch1',
  code: 'para6.36, para6.28-6.35, ch7 or intro',
};

function numbered(
  kind: 'act' | 'regulations' | 'code',
  place: string,
): { locator: string; path: string } | undefined {
  if (kind === 'code') {
    if (place === 'intro') return { locator: 'introduction', path: '' };
    const chapters = /^ch(\d+)(?:-(\d+))?$/.exec(place);
    if (chapters)
      return {
        locator: chapters[2]
          ? `chapters ${chapters[1]} to ${chapters[2]}`
          : `chapter ${chapters[1]}`,
        path: '',
      };
    const paragraphs = /^para(\d+\.\d+)(?:-(\d+\.\d+))?$/.exec(place);
    if (!paragraphs) return undefined;
    const [, from, to] = paragraphs;
    return { locator: to ? `paragraphs ${from} to ${to}` : `paragraph ${from}`, path: '' };
  }
  const schedule = /^sch(\d+)(?:-(\d+))?$/.exec(place);
  if (schedule) {
    const [, number, paragraph] = schedule;
    return {
      locator: `Schedule ${number}${paragraph ? `, paragraph ${paragraph}` : ''}`,
      path: `/schedule/${number}`,
    };
  }
  const part = kind === 'act' ? /^part(\d+)$/.exec(place) : null;
  if (part) return { locator: `Part ${part[1]}`, path: `/part/${part[1]}` };
  const pattern = kind === 'act' ? /^s(\d+[a-z]*)((?:-\w+)*)$/i : /^reg(\d+[a-z]*)((?:-\w+)*)$/i;
  const match = pattern.exec(place);
  if (!match) return undefined;
  const [, number = '', subs = ''] = match;
  const inBrackets = subs
    .split('-')
    .filter(Boolean)
    .map((sub) => `(${sub})`)
    .join('');
  const name = kind === 'act' ? 'section' : 'regulation';
  return { locator: `${name} ${number}${inBrackets}`, path: `/${name}/${number}` };
}

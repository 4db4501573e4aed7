import { z } from 'zod';
import { ROLES } from '../incoming.ts';
import { READ } from './card.ts';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date like 2026-11-23');
const words = z.array(z.string().trim().min(1));

/** glossary.yaml: abbreviations, what they mean and the ways people type them. */
export const glossaryFile = z.array(
  z.strictObject({
    term: z.string().min(1),
    meaning: z.string().min(1),
    expands: z.string().min(1),
    typed: words,
    sources: z.array(z.string()).min(1, 'needs at least one source'),
    read: z.enum(READ),
    confidence: z.enum(['high', 'medium', 'low']),
    checked: isoDate,
    ambiguous: z
      .array(z.strictObject({ label: z.string().min(1), expands: z.string().min(1) }))
      .min(2)
      .optional(),
  }),
);

/** words.yaml: everyday words and the word the cards use. */
export const wordsFile = z.array(z.strictObject({ to: z.string().min(1), from: words.min(1) }));

/** contacts.yaml: who to ask, and how sure we are. */
export const contactsFile = z.array(
  z.strictObject({
    id: z.string().min(1),
    name: z.string().min(1),
    detail: z.string().min(1),
    email: z.string().optional(),
    phone: z.string().optional(),
    post: z.string().optional(),
    sources: z.array(z.string()).min(1, 'needs at least one source'),
    read: z.enum(READ),
    confidence: z.enum(['high', 'medium', 'low', 'none']),
    checked: isoDate,
    confirm: z.boolean().default(false),
    caution: z.string().optional(),
    asks: words.default([]),
  }),
);

/** councils.yaml: places that are not Stockton, so that a question about one is declined. */
export const councilsFile = z.strictObject({
  home: words.min(1),
  others: words.min(1),
  nations: words,
  schools: words,
});

/** suggestions.yaml: questions to start from, by role. */
export const suggestionsFile = z.partialRecord(z.enum(ROLES), words.min(1));

/** One glossary entry. */
export type Term = z.infer<typeof glossaryFile>[number];
/** One group of everyday words. */
export type WordGroup = z.infer<typeof wordsFile>[number];
/** One contact. */
export type Contact = z.infer<typeof contactsFile>[number];
/** Home and other places. */
export type Councils = z.infer<typeof councilsFile>;
/** Questions to start from, by role. */
export type Suggestions = z.infer<typeof suggestionsFile>;

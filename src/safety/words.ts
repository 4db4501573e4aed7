/** safety.yaml, checked and made ready once at start. */

import { z } from 'zod';
import { type ConductWords, conductFile, readConductWords, type Wrong } from './conduct.ts';
import { type IdentifierWords, identifierFile, readIdentifierWords } from './identifiers.ts';
import { type RiskWords, readRiskWords, riskFile } from './risk.ts';
import { type Examples, learnWorries, type Worry } from './worry.ts';

const sentence = z.string().trim().min(1);

/** The whole of safety.yaml, for whoever reads the file and reports its lines. */
export const safetyFile = z.strictObject({
  card: z.array(sentence).length(8),
  refusals: z.strictObject({
    fabricate: sentence,
    backdate: sentence,
    'forge consent': sentence,
    'others draft': sentence,
  }),
  abuse: sentence,
  risk: riskFile,
  conduct: conductFile,
  identifiers: identifierFile,
});

/** Everything the safety functions need, and the words people then read. */
export interface Safety {
  /** The safeguarding card's steps; `{id}` stands for a contact. */
  card: readonly string[];
  /** What is said for each kind of wrong, abuse included. */
  refusals: Readonly<Record<Wrong, string>>;
  risk: RiskWords;
  /** What the example messages teach beyond the lists. */
  worry: Worry;
  conduct: ConductWords;
  identifiers: IdentifierWords;
}

/**
 * Makes safety.yaml ready for use.
 *
 * @param file the parsed YAML, in any state
 * @param contacts phones, addresses and postcodes of the contacts, which are nobody's secret
 * @param examples messages that should and should not bring the card
 * @throws z.ZodError when the file has not the right shape; PatternError quoting a line that cannot
 *   be read
 */
export function readSafety(
  file: unknown,
  contacts: readonly string[] = [],
  examples: Examples = { worries: [], ordinary: [] },
): Safety {
  const { card, refusals, abuse, risk, conduct, identifiers } = safetyFile.parse(file);
  return {
    card,
    refusals: { ...refusals, abuse },
    risk: readRiskWords(risk),
    worry: lazily(() => learnWorries(examples)),
    conduct: readConductWords(conduct),
    identifiers: readIdentifierWords(identifiers, contacts),
  };
}

/** Learns when the first message comes, so that whoever only looks at the page does not wait for it. */
function lazily(learn: () => Worry): Worry {
  let worry: Worry | undefined;
  return (text) => {
    worry ??= learn();
    return worry(text);
  };
}

/** A file of example messages: one a line, `#` before a remark. */
export function readExamples(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The contact ids named in braces on the card, so that a check can find each in contacts.yaml. */
export function contactsOn(card: readonly string[]): string[] {
  return card.flatMap((step) =>
    Array.from(step.matchAll(/\{([a-z-]+)\}/g), (match) => match[1] ?? ''),
  );
}

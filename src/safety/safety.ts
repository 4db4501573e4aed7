import type { Knowledge } from '../knowledge/read.ts';
import type { Block, Outcome } from '../reply.ts';
export type Judged =
  | { kind: 'risk'; blocks: Block[] }
  | { kind: 'wrong'; outcome: Outcome; blocks: Block[] }
  | { kind: 'fine'; text: string; identified: boolean };
export function makeSafety(_k: Knowledge) {
  return {
    risk: (_t: string) => false,
    scrub: (text: string) => ({ text, found: false }),
    judge: (text: string): Judged => ({ kind: 'fine', text, identified: false }),
  };
}

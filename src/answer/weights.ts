/** How the signals of the search are weighed; chosen by leaving out each card's own asks in turn. */
export const WEIGHTS = {
  /** Field weights: how much a word counts by where in the card it stands. */
  title: 3.3,
  asks: 1.4,
  lead: 2.4,
  rest: 0.95,
  /** BM25's saturation. A card is short, so its length says little: no length norm. */
  k1: 1.2,
  /** Share of likeness to the known asks in the score; the rest is BM25. */
  ask: 0.59,
  /** How much the second and third best asks count beside the best. */
  second: 0.46,
  /** How far an ask may be longer than the question without loss. */
  askLength: 0.35,
  /** Other keys of the same unit count less than the main one. */
  otherKeys: 0.48,
  /** A glossary term says what a message is about; its worth grows by this. */
  term: 1.1,
  /** A question word, in the same coin as a word's rarity. */
  question: 0.6,
  /** A small word such as "do" or "with". */
  small: 0.58,
  /** Two units that stand side by side in both the question and the ask. */
  pair: 0.54,
  /** A word the knowledge does not use, by how everyday it is in English. */
  unknown: [4.2, 3.4, 2.2, 0.9],
  /** Of the words the knowledge does not use, so many count: a long story is no reason to decline. */
  unknownAtMost: 3,
  /** An early years or college card, when the question is about neither. */
  otherPhase: 0.8,
  /** The same, when it is what the question is about. */
  samePhase: 1.08,
  /** After an answer: a card of the same topic, and one the answer names as related. */
  sameTopic: 1.05,
  related: 1.1,
  /** The card just told is seldom what is asked for next. */
  sameCard: 0.95,
  /** A card that cites the very paragraph or section named in the question. */
  cited: 1.25,
  /** A card that binds or helps the asker's role. */
  role: 0.05,
};

declare module 'fast-formula-parser' {
  interface Place {
    sheet: string;
    row: number;
    col: number;
  }
  interface Range {
    sheet: string;
    from: { row: number; col: number };
    to: { row: number; col: number };
  }
  export default class FormulaParser {
    constructor(options: {
      functions?: Readonly<Record<string, (...values: readonly { value: unknown }[]) => unknown>>;
      onCell: (place: Place) => unknown;
      onRange: (range: Range) => unknown[][];
    });
    parse(formula: string, place: Place): unknown;
  }
}

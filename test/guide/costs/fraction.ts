/** Fractions in lowest terms, to work a cost out in another way than the program does. */

/** One number, exactly. */
export type Fraction = readonly [over: bigint, under: bigint];

/** @returns `over` / `under` in lowest terms */
export function fraction(over: number | bigint, under: number | bigint = 1): Fraction {
  let [a, b] = [BigInt(over), BigInt(under)];
  while (b) [a, b] = [b, a % b];
  return a ? [BigInt(over) / a, BigInt(under) / a] : [0n, 1n];
}

/** @returns the product of all */
export function multiply(...all: readonly Fraction[]): Fraction {
  return all.reduce((one, other) => fraction(one[0] * other[0], one[1] * other[1]));
}

/** @returns one shared out over another */
export function divide(one: Fraction, by: Fraction): Fraction {
  return fraction(one[0] * by[1], one[1] * by[0]);
}

/** @returns the sum of two */
export function add(one: Fraction, other: Fraction): Fraction {
  return fraction(one[0] * other[1] + other[0] * one[1], one[1] * other[1]);
}

/** @returns pounds as whole pence, halves up */
export function pence([pounds, under]: Fraction): bigint {
  const whole = (pounds * 100n) / under;
  const left = pounds * 100n - whole * under;
  return left * 2n >= under ? whole + 1n : whole;
}

/** @returns "£1,045.00", made digit by digit */
export function money(amount: bigint): string {
  const digits = String(amount).padStart(3, '0');
  const pounds = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `£${pounds}.${digits.slice(-2)}`;
}

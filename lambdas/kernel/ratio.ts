/** An exact quotient of whole numbers; the denominator is positive. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Rounds `numerator ÷ denominator` to a whole number; an exact half goes to the even neighbour. */
export function roundHalfEven(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('cannot divide by zero');
  const [top, bottom] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
  const floor = top >= 0n || top % bottom === 0n ? top / bottom : top / bottom - 1n;
  const twice = (top - floor * bottom) * 2n;
  if (twice === bottom) return floor % 2n === 0n ? floor : floor + 1n;
  return twice > bottom ? floor + 1n : floor;
}

/** The decimal a person wrote (`1.08`) as an exact ratio, not the binary float that stands for it. */
export function fractionOf(decimal: number): Ratio {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(decimal));
  if (match === null || decimal <= 0) throw new RangeError(`a rate is a positive number, got ${decimal}`);
  const digits = match[2] ?? '';
  const power = digits.length - Number(match[3] ?? 0);
  const whole = BigInt(`${match[1]}${digits}`);
  return power >= 0
    ? { numerator: whole, denominator: 10n ** BigInt(power) }
    : { numerator: whole * 10n ** BigInt(-power), denominator: 1n };
}

/** Adds two numbers the way DynamoDB does, in decimal: 0.1 + 0.2 is 0.3. */
export function addDecimal(a: number, b: number): number {
  const sum = a + b;
  if (Number.isInteger(a) && Number.isInteger(b)) return sum;
  const one = toDecimal(a);
  const other = toDecimal(b);
  const places = Math.max(one.places, other.places);
  const digits = scaled(one, places) + scaled(other, places);
  return Number(`${digits}e-${places}`);
}

interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

function toDecimal(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

const scaled = ({ digits, places }: Decimal, to: number): bigint => digits * 10n ** BigInt(to - places);

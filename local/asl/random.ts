/** 32-bit FNV-1a with a final avalanche, so that seeds that differ in one character give unrelated numbers. */
export function hash32(text: string, salt = 0): number {
  let h = 0x811c9dc5 ^ salt;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export const hex = (text: string, salt: number): string => hash32(text, salt).toString(16).padStart(8, '0');

/** The n-th number of a seed's sequence, 0 <= x < 1, with 53 bits as Math.random has. */
export function numberAt(seed: string, n: number): number {
  const high = hash32(`${seed}#${n}`, 1) >>> 5;
  const low = hash32(`${seed}#${n}`, 2) >>> 6;
  return (high * 67_108_864 + low) / 9_007_199_254_740_992;
}

/** A version 4 UUID made of numbers already drawn; the two fixed fields are those of RFC 9562. */
export function uuidFrom(draw: () => number): string {
  const word = () =>
    Math.floor(draw() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  const [a, b, c, d] = [word(), word(), word(), word()];
  const variant = ((Number.parseInt(c.slice(0, 1), 16) & 0x3) | 0x8).toString(16);
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

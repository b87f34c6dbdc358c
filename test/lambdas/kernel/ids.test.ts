import { describe, expect, it } from '@jest/globals';
import {
  addressHash,
  executionName,
  hash24,
  idempotencyKey,
  SHARDS,
  sha256,
  shardOf,
  stableFraction,
} from '../../../lambdas/kernel/ids.ts';

describe('ids', () => {
  it('hashes as the standard says', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(hash24('abc')).toBe('ba7816bf8f01cfea414140de');
  });

  it('names an execution after its slot and run', () => {
    const name = executionName('payment-recovery', 'acme', 'sub_acme', 1);

    expect(name).toBe(`payment-recovery-${sha256('acme|payment-recovery|sub_acme').slice(0, 24)}-1`);
    expect(executionName('payment-recovery', 'acme', 'sub_acme', 2)).not.toBe(name);
    expect(executionName('payment-recovery', 'acme', 'sub_other', 1)).not.toBe(name);
  });

  it.each([
    ['payment recovery', 1],
    ['payment-recovery', 0],
    ['payment-recovery', 1.5],
    ['x'.repeat(54), 1],
  ])('refuses the journey "%s" with run %d', (journey, run) => {
    expect(() => executionName(journey, 'acme', 'sub_acme', run)).toThrow(/no execution name/);
  });

  it('fills exactly the 80 characters Step Functions allows', () => {
    expect(executionName('x'.repeat(53), 'acme', 'sub_acme', 1)).toHaveLength(80);
  });

  it('keeps parts of a key apart and the key short', () => {
    expect(idempotencyKey('a', 'bc')).not.toBe(idempotencyKey('ab', 'c'));
    expect(idempotencyKey('a', 1)).not.toBe(idempotencyKey('a', '1'));
    expect(idempotencyKey('a', 'b')).toBe(idempotencyKey('a', 'b'));
    expect(idempotencyKey('x'.repeat(10_000))).toMatch(/^[0-9a-f]{64}$/);
  });

  it('spreads accounts over all shards and keeps each in its own', () => {
    const accounts = Array.from({ length: 1000 }, (_, index) => `acct_${index}`);
    const shards = accounts.map((account) => shardOf(account));

    expect(new Set(shards).size).toBe(SHARDS);
    expect(Math.min(...shards)).toBe(0);
    expect(Math.max(...shards)).toBe(31);
    expect(accounts.map((account) => shardOf(account, 32))).toEqual(shards);
  });

  it('draws the same fraction for the same parts, evenly over many', () => {
    const below = Array.from({ length: 1000 }, (_, index) => stableFraction('win-back', `acct_${index}`)).filter(
      (f) => f < 0.1,
    );

    expect(stableFraction('win-back', 'acme')).toBe(stableFraction('win-back', 'acme'));
    expect(stableFraction('win-back', 'acme')).not.toBe(stableFraction('save', 'acme'));
    expect(below.length).toBeGreaterThan(70);
    expect(below.length).toBeLessThan(130);
  });

  it('knows an address by whatever capitals and blanks it came with', () => {
    expect(addressHash('  Ada@Acme.TEST ')).toBe(addressHash('ada@acme.test'));
    expect(addressHash('ada@acme.test')).toBe(sha256('ada@acme.test'));
    expect(addressHash('ada+1@acme.test')).not.toBe(addressHash('ada@acme.test'));
  });
});

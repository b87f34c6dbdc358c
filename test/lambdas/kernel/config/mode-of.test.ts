import { describe, expect, it } from '@jest/globals';
import { modeOf, saferMode } from '../../../../lambdas/kernel/config/index.ts';
import { resolveWith } from './example.ts';

describe('modeOf', () => {
  const { mode } = resolveWith({
    mode: { default: 'observe', trial: 'live', renewal: { mode: 'live', tiers: ['smb'], percent: 25 } },
  });

  it.each([
    ['onboarding', 'smb', 0, 'observe'],
    ['trial', 'free_trial', 0.999, 'live'],
    ['renewal', 'smb', 0.2499, 'live'],
    ['renewal', 'smb', 0.25, 'observe'],
    ['renewal', 'enterprise', 0, 'observe'],
  ] as const)('treats %s of tier %s at %d in mode %s', (journey, tier, fraction, expected) => {
    expect(modeOf({ mode }, { journey, tier, fraction })).toBe(expected);
  });

  it('takes the safer of two modes', () => {
    expect(saferMode('live', 'observe')).toBe('observe');
    expect(saferMode('mail-to-me', 'live')).toBe('mail-to-me');
    expect(saferMode('live', 'live')).toBe('live');
  });
});

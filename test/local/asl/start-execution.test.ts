import { describe, expect, it } from '@jest/globals';
import { startVerdict } from '../../../local/asl/index.ts';

const DAY = 86_400_000;
const running = { status: 'RUNNING', input: '{}', startedAt: 0 };
const closed = { status: 'SUCCEEDED', input: '{}', startedAt: 0, stoppedAt: DAY };

describe('starting an execution by name', () => {
  it.each([
    { existing: [], input: '{}', now: 0, verdict: 'start' },
    { existing: [running], input: '{}', now: 100 * DAY, verdict: 'same' },
    { existing: [running], input: '{"a":1}', now: 0, verdict: 'ExecutionAlreadyExists' },
    { existing: [closed], input: '{}', now: 91 * DAY - 1, verdict: 'ExecutionAlreadyExists' },
    { existing: [closed], input: '{}', now: 91 * DAY, verdict: 'start' },
    { existing: [closed, running], input: '{}', now: 200 * DAY, verdict: 'same' },
  ])('is $verdict at $now', ({ existing, input, now, verdict }) => {
    expect(startVerdict(existing, 'pause-1', input, now)).toBe(verdict);
  });

  it.each([
    ['a', 'start'],
    ['a'.repeat(80), 'start'],
    ['a'.repeat(81), 'InvalidName'],
    ['', 'InvalidName'],
    ['payment-recovery_1', 'start'],
    ...[...' <>{}[]?*"#%\\^|~`$&,;:/\n\u0007'].map((char) => [`a${char}b`, 'InvalidName'] as [string, string]),
  ])('with the name %j is %s', (name, verdict) => {
    expect(startVerdict([], name, '{}', 0)).toBe(verdict);
  });
});

import { describe, expect, it } from '@jest/globals';
import { type DeclineClass, declineClasses } from '../../../lambdas/recovery/decline-policy.ts';
import { type Step, steps } from '../../../lambdas/recovery/ladder.ts';
import { consequenceOf, toneOf } from '../../../lambdas/recovery/messages.ts';
import { resolveWith } from '../kernel/config/example.ts';

const policy = resolveWith({});

/** `mail`, with `+banner` and `+task` where they come with it; `-` is silence. */
function said(step: Step, of: DeclineClass | undefined, justHeard = false): string {
  const { mail, banner, task } = consequenceOf(step, of, justHeard, policy);
  return `${mail ?? '-'}${banner ? '+banner' : ''}${task ? '+task' : ''}`;
}

const words = (of: DeclineClass | undefined, justHeard = false): string[] =>
  steps.map((step) => said(step, of, justHeard));

const ladder = ['-', 'friendly', 'urgent+banner', '-', 'last-attempt+task', '-', '-', '-'];
const calendar = (first: string) => [first, '-', 'urgent+banner', '-', 'last-attempt+task', '-', '-', '-'];

describe('consequenceOf', () => {
  it.each<[DeclineClass | undefined, string[]]>([
    [undefined, ladder],
    ['FUNDS', ladder],
    ['TRANSIENT', ladder],
    ['UNKNOWN', ladder],
    ['BLOCKED', ladder],
    ['NOT_A_CARD', ladder],
    ['NEW_CARD', calendar('card-needed')],
    ['REVOKED', calendar('card-needed')],
    ['RISK', calendar('card-needed')],
    ['AUTH', calendar('authenticate')],
  ])('gives class %s its mails step by step', (of, expected) => {
    expect(words(of)).toEqual(expected);
  });

  it.each<[DeclineClass, string]>([
    ['NEW_CARD', 'card-needed'],
    ['REVOKED', 'card-needed'],
    ['RISK', 'card-needed'],
    ['AUTH', 'authenticate'],
  ])('asks at once on a silent step when %s was only just heard', (of, mail) => {
    expect(words(of, true)).toEqual([mail, mail, 'urgent+banner', mail, 'last-attempt+task', mail, mail, mail]);
  });

  it.each<DeclineClass>(['FUNDS', 'TRANSIENT', 'UNKNOWN', 'BLOCKED', 'NOT_A_CARD'])(
    'says nothing more when %s was only just heard',
    (of) => {
      expect(words(of, true)).toEqual(ladder);
    },
  );

  it('follows a changed policy', () => {
    const row = { mail: null, banner: false, task: false, reason: 'a test' };
    const retries = policy.ladder.retries.map((rung) => ({ ...rung, ...row }));
    const quiet = resolveWith({ ladder: { retries } });

    expect(steps.map((step) => consequenceOf(step, 'FUNDS', false, quiet).mail)).toEqual(steps.map(() => undefined));
  });
});

describe('toneOf', () => {
  it.each(Object.keys(declineClasses) as DeclineClass[])('is plain except for what %s demands', (of) => {
    const expected = of === 'REVOKED' ? 'soft' : of === 'RISK' ? 'neutral' : 'plain';

    expect(toneOf(of)).toBe(expected);
  });
});

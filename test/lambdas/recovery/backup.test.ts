import { describe, expect, it } from '@jest/globals';
import type { Card, Invoice, Subscription } from '../../../lambdas/billing/model.ts';
import { consentKey, nextConsent } from '../../../lambdas/cards/consent.ts';
import { after, type Duration, type Instant, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { extraAttempt, failedStep, isBackupNow, onBackup, paidByBackup } from '../../../lambdas/recovery/backup.ts';
import { backupPolicy } from '../../../lambdas/recovery/backup-policy.ts';
import { cardToCharge } from '../../../lambdas/recovery/card-choice.ts';
import type { Recovery, StepResult } from '../../../lambdas/recovery/state.ts';
import type { World } from '../../../lambdas/recovery/world.ts';

const T = parseInstant('2026-11-10T15:00:00Z');
const usd = (amount: number) => ({ amount, currency: 'usd' });
const usual: Card = { id: 'pm_1', type: 'card', fingerprint: 'fp_1' };
const spare: Card = { id: 'pm_b', type: 'card', fingerprint: 'fp_b' };
const at = (elapsed: Duration): Instant => after(T, elapsed);

const lead: Invoice = {
  id: 'in_1',
  customer: 'cus_acme',
  status: 'open',
  billingReason: 'subscription_cycle',
  collection: 'charge_automatically',
  amountDue: usd(4900),
  amountRemaining: usd(4900),
  autoAdvance: false,
  attempted: true,
  created: T,
  livemode: false,
};
const subscription: Subscription = {
  id: 'sub_acme',
  customer: 'cus_acme',
  status: 'past_due',
  billingMode: 'flexible',
  collection: 'charge_automatically',
  cancelAtPeriodEnd: false,
  metadata: {},
  created: T,
  livemode: false,
};

const result = (kind: StepResult['kind'], more: Partial<StepResult> = {}): StepResult => ({
  at: toIso(T),
  kind,
  ...more,
});

const recovery = (over: Partial<Recovery> = {}): Recovery => ({
  customer: 'cus_acme',
  subscription: 'sub_acme',
  lead: 'in_1',
  firstFailureAt: toIso(T),
  taken: {},
  class: 'FUNDS',
  knownCards: ['fp_1'],
  hardCards: [],
  results: { 'take-over': result('done', { budget: 'fp_1' }) },
  spent: {},
  banner: false,
  mails: [],
  ...over,
});

const world = (over: Partial<World> = {}): World => ({
  subscription,
  open: [lead],
  lead,
  card: usual,
  backups: [{ card: spare, freeAt: T }],
  observing: false,
  ...over,
});

const failed = { 'take-over': result('done'), 'retry-1': result('declined') };

describe('the step whose extra attempt is due', () => {
  it.each<[string, Recovery['results'], Partial<Recovery>, Card | undefined, string | undefined]>([
    ['nothing was heard yet', {}, {}, usual, undefined],
    ['the renewal failed', { 'take-over': result('done') }, {}, usual, 'take-over'],
    ['a retry was declined', failed, {}, usual, 'retry-1'],
    ['a retry is on its way', { ...failed, 'retry-2': result('processing') }, {}, usual, undefined],
    ['a retry waited for the gap in vain', { ...failed, 'retry-2': result('skipped') }, {}, usual, undefined],
    ['the usual card is dead', { ...failed, 'retry-2': result('skipped') }, { hardCards: ['fp_1'] }, usual, 'retry-2'],
    ['there is no usual card', { ...failed, 'retry-2': result('skipped') }, {}, undefined, 'retry-2'],
    ['the final retry was declined', { ...failed, final: result('declined') }, {}, usual, 'final'],
  ])('is told when %s', (_name, results, over, card, step) => {
    expect(failedStep(recovery({ results, ...over }), card)).toBe(step);
  });
});

describe('an extra attempt', () => {
  it.each<[string, Partial<Recovery>, Partial<World>, boolean]>([
    ['after a failure', {}, {}, true],
    [
      'never twice in one step',
      { results: { ...recovery().results, 'backup:take-over': result('declined') } },
      {},
      false,
    ],
    ['again in the next step', { results: { ...failed, 'backup:take-over': result('declined') } }, {}, true],
    ['not without a backup card', {}, { backups: [] }, false],
    ['not on the usual card under another name', {}, { backups: [{ card: { ...spare, fingerprint: 'fp_1' } }] }, false],
    ['not on what is no card', {}, { backups: [{ card: { ...spare, type: 'us_bank_account' } }] }, false],
    ['not on one declined for good', { hardCards: ['fp_b'] }, {}, false],
    [
      'on the next one then',
      { hardCards: ['fp_b'] },
      { backups: [{ card: spare }, { card: { ...spare, id: 'pm_c', fingerprint: 'fp_c' } }] },
      true,
    ],
    ['not in a pause', { paused: { at: toIso(T), how: 'collection' } }, {}, false],
    ['not after a cancellation', { leavingSince: toIso(T) }, {}, false],
    ['not in a dispute', { disputed: 'dp_1' }, {}, false],
    [
      'not while money is on its way',
      {},
      { lead: { ...lead, payment: { intent: 'pi_1', status: 'processing' } } },
      false,
    ],
    ['not of a paid invoice', {}, { lead: { ...lead, status: 'paid' } }, false],
    ['not of an invoice credited to nothing', {}, { lead: { ...lead, amountRemaining: usd(0) } }, false],
    [
      'not beside the retries of ACH that are left to Stripe',
      { class: 'NOT_A_CARD' },
      { card: { ...usual, type: 'us_bank_account' } },
      false,
    ],
    ['after another bank debit', { class: 'NOT_A_CARD' }, { card: { ...usual, type: 'sepa_debit' } }, true],
    ['after a class nobody named', { class: undefined }, {}, true],
  ])('is made %s', (_name, of, over, made) => {
    expect(extraAttempt(recovery(of), world(over)) !== undefined).toBe(made);
  });

  it.each(Object.entries(backupPolicy))('follows the row of %s', (of, { charged, reason }) => {
    expect(extraAttempt(recovery({ class: of as keyof typeof backupPolicy }), world()) !== undefined).toBe(charged);
    expect(reason.length).toBeGreaterThan(20);
  });

  it.each<[Duration, string | undefined]>([
    [{ hours: 19, minutes: 59, seconds: 59 }, undefined],
    [{ hours: 20 }, 'charge'],
  ])('waits for the gap of its own card (%o)', (elapsed, kind) => {
    const held = world({ backups: [{ card: spare, freeAt: at({ hours: 20 }) }] });

    expect(onBackup(recovery(), held, at(elapsed))?.kind).toBe(kind);
    expect(isBackupNow('take-over', recovery(), held, at(elapsed))).toBe(kind !== undefined);
  });

  it('waits for what its own bank asked, and for nothing the usual card\u2019s bank asked', () => {
    const results = {
      ...failed,
      'backup:take-over': result('declined', { budget: 'fp_b', notBefore: toIso(at({ days: 2 })) }),
    };

    expect(extraAttempt(recovery({ results, notBefore: toIso(at({ days: 9 })) }), world())?.due).toBe(at({ days: 2 }));
  });

  it('is followed by the words that waited for it', () => {
    const unsaid = { step: 'retry-1', justHeard: false } as const;
    const tried = { ...failed, 'backup:retry-1': result('declined') };

    expect(onBackup(recovery({ unsaid, results: tried }), world(), T)).toEqual({ kind: 'say' });
    expect(onBackup(recovery({ results: tried }), world(), T)).toBeUndefined();
  });
});

describe('a backup card that was tried', () => {
  it('does not become the card of the ladder where it stands behind the usual one', () => {
    const results = {
      'take-over': result('done', { budget: 'fp_1' }),
      'backup:take-over': result('declined', { budget: 'fp_b' }),
    };

    expect(cardToCharge([usual, spare], { knownCards: ['fp_1', 'fp_b'], hardCards: [], results })).toBe(usual);
  });

  it.each<[StepResult['kind'], string | undefined]>([
    ['paid', 'backup:take-over'],
    ['declined', undefined],
  ])('and %s is the cause or not', (kind, cause) => {
    expect(paidByBackup(recovery({ results: { final: result('paid'), 'backup:take-over': result(kind) } }))).toBe(
      cause,
    );
  });
});

describe('a consent', () => {
  const about = { account: 'acme', customer: 'cus_acme', card: 'pm_b' };
  const given = { at: toIso(T), act: 'given', by: { how: 'person', who: 'Sam' }, sentence: 'S', version: '1' } as const;
  const withdrawn = { at: toIso(T), act: 'withdrawn', by: { how: 'person', who: 'Sam' } } as const;

  it('changes only from one state to the other, and keeps every change', () => {
    const first = nextConsent(undefined, about, given);

    expect(first).toMatchObject({ ...consentKey('acme', 'pm_b'), status: 'given', turn: 1, acts: [given] });
    expect(nextConsent(undefined, about, withdrawn)).toBeUndefined();
    expect(nextConsent(first, about, given)).toBeUndefined();
    expect(nextConsent(first, about, withdrawn)).toMatchObject({
      status: 'withdrawn',
      turn: 2,
      acts: [given, withdrawn],
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { consentKey, parseConsent } from '../../lambdas/cards/consent.ts';
import { type Duration, toIso } from '../../lambdas/kernel/instant.ts';
import type { NewCard } from '../../local/stripe/index.ts';
import type { Outcome } from '../../local/stripe/types.ts';
import type { World } from '../../local/world/world.ts';
import { agree, customersMails, disagree, mails, pass, renew, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const caseOf = (world: World) => rows(world, 'case')[0];
const own = (world: World): string[] =>
  world.stripe.charges
    .filter(({ actor }) => actor === 'us')
    .map(({ at: when, card, outcome }) => `${toIso(when as never).slice(5, 16)} ${card} ${outcome}`);

const [backupAgreed, backupRemoved] = [
  (world: World) => agree(world, 'pm_b'),
  (world: World) => disagree(world, 'pm_b'),
];

const backup = (...charges: Outcome[]): NewCard => ({
  id: 'pm_b',
  brand: 'mastercard',
  fingerprint: 'fp_b',
  last4: '5454',
  charges,
});

interface Story {
  readonly usual: readonly string[];
  readonly backup: readonly Outcome[];
  readonly until: Duration;
  readonly agreed?: boolean;
}

async function failing({ usual, backup: charges, until, agreed = true }: Story): Promise<World> {
  const world = await worldWith(withCharges(...usual));
  world.stripe.addCard('cus_acme', backup(...charges), { default: false, silent: true });
  if (agreed) await backupAgreed(world);
  renew(world);
  await pass(world, until);
  return world;
}

describe('a backup card', () => {
  it('is charged once the usual one has failed, and recovers without a mail or another default', async () => {
    const world = await failing({ usual: ['insufficient_funds'], backup: ['ok'], until: { hours: 1 } });

    expect(own(world)).toEqual(['11-10T15:00 pm_b ok']);
    expect(caseOf(world)).toMatchObject({
      outcome: 'recovered',
      data: { results: { 'backup:take-over': { kind: 'paid' } } },
    });
    expect(mails(world)).toEqual([]);
    expect(world.stripe.peek('subscriptions')).toMatchObject([{ default_payment_method: 'pm_1' }]);
    expect(world.ports && rows(world, 'message')).toEqual([]);
  });

  it('gets one attempt per step, in its own gap, and the mails follow the usual card', async () => {
    const world = await failing({ usual: ['insufficient_funds'], backup: ['processing_error'], until: { days: 11 } });

    expect(own(world).map((charge) => charge.slice(0, 16))).toEqual([
      '11-10T15:00 pm_b',
      ...['11-11', '11-13', '11-16', '11-20'].flatMap((day) => [`${day}T15:00 pm_1`, `${day}T15:00 pm_b`]),
    ]);
    expect(customersMails(world).map(({ at }) => at.slice(5, 10))).toEqual(['11-11', '11-13', '11-20']);
    expect(customersMails(world).filter(({ html }) => html.includes('ending in 5454'))).toEqual([]);
    expect(caseOf(world)).toMatchObject({ data: { class: 'FUNDS', hardCards: [] } });
  });

  it.each<[string, string[]]>([
    ['expired_card', ['11-10T15:00 pm_b ok']],
    ['authentication_required', ['11-10T15:00 pm_b ok']],
    ['stop_payment_order', []],
    ['fraudulent', []],
  ])('follows its policy after %s', async (outcome, charged) => {
    const world = await failing({ usual: [outcome], backup: ['ok'], until: { days: 11 } });

    expect(own(world)).toEqual(charged);
    expect(mails(world).length === 0).toBe(charged.length > 0);
  });

  it('of a dead usual card is tried on the days of the calendar, each before its mail', async () => {
    const world = await failing({
      usual: ['lost_card'],
      backup: ['insufficient_funds', 'insufficient_funds', 'ok'],
      until: { days: 5 },
    });

    expect(own(world)).toEqual([
      '11-10T15:00 pm_b insufficient_funds',
      '11-11T15:00 pm_b insufficient_funds',
      '11-13T15:00 pm_b ok',
    ]);
    expect(customersMails(world).map(({ at, subject }) => `${at.slice(5, 10)} ${subject}`)).toEqual([
      '11-10 Please update the card for your Team plan',
      '11-13 Thank you, your payment of $49.00 has arrived',
    ]);
    expect(customersMails(world)[1]?.html).toContain('ending in 5454');
  });

  it('declined for good is not charged again, and the ladder goes on', async () => {
    const world = await failing({ usual: ['processing_error'], backup: ['stolen_card'], until: { days: 4 } });

    expect(own(world).filter((charge) => charge.includes('pm_b'))).toEqual(['11-10T15:00 pm_b stolen_card']);
    expect(caseOf(world)).toMatchObject({ data: { class: 'TRANSIENT', hardCards: ['fp_b'] } });
    expect(own(world)).toHaveLength(3);
  });

  it('waits as long as its own network asks', async () => {
    const wait = { code: 'card_declined', decline_code: 'generic_decline', network_advice_code: '26' };
    const world = await failing({ usual: ['processing_error'], backup: [wait, 'ok'], until: { days: 4 } });

    expect(own(world).filter((charge) => charge.includes('pm_b'))).toEqual([
      '11-10T15:00 pm_b generic_decline',
      '11-12T15:00 pm_b ok',
    ]);
  });
});

describe('without consent', () => {
  it('a saved card is not charged', async () => {
    const world = await failing({ usual: ['lost_card'], backup: ['ok'], until: { days: 15 }, agreed: false });

    expect(own(world)).toEqual([]);
  });

  it('that comes on day 2, the step that failed last has its extra attempt at once', async () => {
    const world = await failing({ usual: ['insufficient_funds'], backup: ['ok'], until: { days: 2 }, agreed: false });
    await backupAgreed(world);
    await backupAgreed(world);
    await pass(world, { days: 3 });

    expect(own(world)).toEqual(['11-11T15:00 pm_1 insufficient_funds', '11-12T15:00 pm_b ok']);
    expect(caseOf(world)).toMatchObject({
      outcome: 'recovered',
      data: { results: { 'backup:retry-1': { kind: 'paid' } } },
    });
  });

  it('that was taken back, or of a card that left the customer, nothing is charged', async () => {
    const [taken, left] = [
      await failing({ usual: ['insufficient_funds'], backup: ['generic_decline', 'ok'], until: { hours: 1 } }),
      await failing({ usual: ['insufficient_funds'], backup: ['generic_decline', 'ok'], until: { hours: 1 } }),
    ];
    await backupRemoved(taken);
    left.stripe.removeCard('pm_b');
    for (const world of [taken, left]) await pass(world, { days: 11 });

    expect([taken, left].map((world) => own(world).filter((charge) => charge.includes('pm_b')))).toEqual([
      ['11-10T15:00 pm_b generic_decline'],
      ['11-10T15:00 pm_b generic_decline'],
    ]);
  });

  it('taken back between the decision and the call, the intent is dropped and the failure is spoken of', async () => {
    const world = await worldWith(withCharges('lost_card'));
    world.stripe.addCard('cus_acme', backup('ok'), { default: false, silent: true });
    await backupAgreed(world);
    const { rows: real } = world.ports;
    const key = consentKey('acme', 'pm_b');
    const { get } = real;
    // The last look is the only read of this row by its key: the customer was quicker by a moment.
    let looked = 0;
    Object.assign(real, {
      get: async (asked: typeof key) => {
        const item = await get.call(real, asked);
        if (asked.sk !== key.sk || !item) return item;
        looked += 1;
        const gone = { ...parseConsent(item), status: 'withdrawn', turn: 2 };
        await real.put(gone);
        return gone;
      },
    });
    renew(world);
    await pass(world, { hours: 1 });

    expect(looked).toBe(1);
    expect(own(world)).toEqual([]);
    expect(caseOf(world)).toMatchObject({ status: 'open' });
    expect(caseOf(world)?.intent).toBeUndefined();
    expect(rows(world, 'card').flatMap(({ pk, slots }) => (pk === 'CARD#fp_b' ? slots : []))).toEqual([]);
    expect(mails(world)).toEqual(['11-10T15:00:00 Please update the card for your Team plan']);
  });
});

describe('what stands of a consent', () => {
  it('is the sentence word for word, by whom and when, once per change', async () => {
    const world = await worldWith(withCharges('ok'));
    for (const act of [backupAgreed, backupAgreed, backupRemoved, backupRemoved, backupAgreed]) await act(world);
    const [row] = rows(world, 'card-consent');
    const consent = parseConsent(row as never);

    expect(consent).toMatchObject({ status: 'given', turn: 3, card: 'pm_b' });
    expect(consent.acts.map(({ act, by: who, version }) => [act, who.who, version])).toEqual([
      ['given', 'Sam', '2026-11'],
      ['withdrawn', 'Sam', undefined],
      ['given', 'Sam', '2026-11'],
    ]);
    expect(consent.acts[0]?.sentence).toMatch(
      /^If a payment for my plan doesn’t go through on my usual card, .+ may take/,
    );
  });
});

describe('an answer lost while the backup card is charged', () => {
  it('is found again and charged no second time', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    world.stripe.addCard('cus_acme', backup({ code: 'ok', afterwards: 'timeout' } as Outcome), {
      default: false,
      silent: true,
    });
    await backupAgreed(world);
    renew(world);
    await pass(world, { days: 2 });

    expect(own(world)).toEqual(['11-10T15:00 pm_b ok']);
    expect(caseOf(world)).toMatchObject({ outcome: 'recovered' });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attemptsOn, successDaysOf } from '../../../lambdas/billing/attempt-ledger.ts';
import {
  recordEcho,
  recordForeignAttempt,
  recordOwnAttempt,
  reserveAttempt,
} from '../../../lambdas/billing/card-budget.ts';
import { after, type Duration, toIso } from '../../../lambdas/kernel/instant.ts';
import { Desk, T } from '../cases/desk.ts';

const budget = 'fp_1';
const rules = { minimumGap: { hours: 20 }, caps: [{ max: 15, within: { days: 30 } }] };
const moment = (elapsed: Duration) => after(T, elapsed);
const at = (elapsed: Duration): string => toIso(moment(elapsed));

const stripes = (charge: string, when: string, outcome = 'insufficient_funds', invoice = 'in_2') => ({
  budget,
  key: charge,
  at: when,
  actor: 'stripe',
  outcome,
  facts: { charge, invoice },
});

describe('the attempt ledger', () => {
  it('holds one row per attempt of anybody, newest first, with what is known of it, for 400 days', async () => {
    const { ports, items } = withItems();
    await recordForeignAttempt(ports, stripes('ch_1', at({})));
    await recordForeignAttempt(ports, { ...stripes('ch_2', at({ days: 2 })), actor: 'customer' });
    const facts = { account: 'acme', invoice: 'in_1', rung: 'retry-1', charge: 'ch_3', class: 'FUNDS', why: 'ladder' };
    await recordOwnAttempt(ports, { budget, key: 'k1', at: at({ days: 1 }), outcome: 'insufficient_funds', facts });

    expect(await attemptsOn(ports, budget)).toMatchObject([
      { actor: 'customer', charge: 'ch_2', outcome: 'declined', code: 'insufficient_funds' },
      { actor: 'us', key: 'k1', ...facts, outcome: 'declined' },
      { actor: 'stripe', charge: 'ch_1', pk: 'CARD#fp_1', sk: `TRY#${at({})}#ch_1` },
    ]);
    expect(items('attempt')[0]).toMatchObject({ ttl: moment({ days: 400 }) / 1000 });
    expect(await attemptsOn(ports, budget, moment({ hours: 25 }))).toHaveLength(1);
    expect(await attemptsOn(ports, 'fp_2')).toEqual([]);
  });

  it('tells on which instants a card paid, oldest first, whoever charged it', async () => {
    const { ports } = withItems();
    await recordForeignAttempt(ports, stripes('ch_2', at({ days: 30 }), 'paid'));
    await recordForeignAttempt(ports, stripes('ch_1', at({}), 'paid'));
    await recordForeignAttempt(ports, stripes('ch_3', at({ days: 31 })));
    await recordOwnAttempt(ports, { budget, key: 'k', at: at({ days: 32 }), outcome: 'paid' });

    expect((await successDaysOf(ports, budget)).map(toIso)).toEqual([{}, { days: 30 }, { days: 32 }].map(at));
    expect(await successDaysOf(ports, budget, moment({ days: 31 }))).toEqual([moment({ days: 32 })]);
  });

  it('takes the end of our own pending charge for ours, whichever way it is told', async () => {
    const { ports } = withItems();
    const own = { budget, key: 'k', at: at({}), facts: { invoice: 'in_1' } };
    await recordOwnAttempt(ports, { ...own, outcome: 'processing' });
    await recordForeignAttempt(ports, stripes('ch_1', at({ seconds: 0 }), 'insufficient_funds', 'in_1'));
    await recordOwnAttempt(ports, { ...own, outcome: 'insufficient_funds' });
    await recordForeignAttempt(ports, stripes('ch_1', at({}), 'insufficient_funds', 'in_1'));

    expect(await attemptsOn(ports, budget)).toMatchObject([
      { actor: 'us', key: 'k', charge: 'ch_1', outcome: 'declined' },
    ]);
  });

  it('keeps an older failure of somebody else apart from our payment of the same invoice', async () => {
    const { ports } = withItems();
    await recordOwnAttempt(ports, {
      budget,
      key: 'k',
      at: at({ days: 1 }),
      outcome: 'paid',
      facts: { invoice: 'in_1' },
    });
    await recordForeignAttempt(ports, stripes('ch_1', at({}), 'insufficient_funds', 'in_1'));
    await recordEcho(ports, { budget, key: 'k', charge: 'ch_2' });

    expect(await attemptsOn(ports, budget)).toMatchObject([
      { actor: 'us', charge: 'ch_2', outcome: 'paid' },
      { actor: 'stripe', charge: 'ch_1' },
    ]);
  });

  it('has each charge once, in whatever order and however often it is told', async () => {
    const own = [1, 2].map((n) => ({
      key: `k${n}`,
      charge: `ch_own${n}`,
      at: at({ days: n }),
      outcome: n === 1 ? 'do_not_honor' : 'paid',
    }));
    const tellings = [
      ...own.flatMap(({ key, charge, at: when, outcome }) => [
        { kind: 'result' as const, key, at: when, outcome, charge: outcome === 'paid' ? undefined : charge },
        { kind: 'echo' as const, key, charge },
      ]),
      ...['a', 'b'].map((n, index) => ({ kind: 'foreign' as const, charge: `ch_${n}`, at: at({ hours: 5 + index }) })),
    ];
    const order = fc.array(fc.constantFrom(...tellings), { maxLength: 12 }).map((more) => [...more, ...tellings]);
    await fc.assert(
      fc.asyncProperty(order, fc.boolean(), async (told, reversed) => {
        const { ports, pass, items } = withItems();
        for (const { key } of own) {
          pass({ days: 1 });
          await reserveAttempt(ports, budget, key, rules);
        }
        for (const one of reversed ? told.toReversed() : told) {
          if (one.kind === 'foreign') await recordForeignAttempt(ports, stripes(one.charge, one.at));
          else if (one.kind === 'echo') await recordEcho(ports, { budget, ...one });
          else {
            const facts = { invoice: 'in_1', ...(one.charge ? { charge: one.charge } : {}) };
            await recordOwnAttempt(ports, { budget, ...one, facts });
          }
        }
        const charges = items('attempt').map(({ charge }) => charge);

        expect([...charges].sort()).toEqual(['ch_a', 'ch_b', 'ch_own1', 'ch_own2']);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

function withItems() {
  const desk = new Desk();
  return {
    ports: desk.ports,
    pass: (elapsed: Duration) => desk.pass(elapsed),
    items: (entity: string) => desk.items(entity),
  };
}

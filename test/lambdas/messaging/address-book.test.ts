import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Duration, after as later, toIso } from '../../../lambdas/kernel/instant.ts';
import { addressKey } from '../../../lambdas/messaging/address.ts';
import {
  confirmSlot,
  freeSlot,
  loadAddress,
  reserveSlot,
  softBounce,
  suppress,
} from '../../../lambdas/messaging/address-book.ts';
import { Desk, T } from '../cases/desk.ts';

const ada = 'ada@acme.test';
const key = addressKey(ada);
const mail = { key: 'm-1', class: 'service' };

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});

const load = () => loadAddress(desk.ports, key);

describe('a slot', () => {
  it('goes to one of two workers that looked at the same time', async () => {
    const seen = await load();

    const both = await Promise.all([
      reserveSlot(desk.ports, seen, mail),
      reserveSlot(desk.ports, seen, { ...mail, key: 'm-2' }),
    ]);

    expect(both.sort()).toEqual([false, true]);
    expect((await load()).slots).toHaveLength(1);
  });

  it('is found again by its own message and counted once', async () => {
    await reserveSlot(desk.ports, await load(), mail);
    desk.pass({ minutes: 1 });
    await reserveSlot(desk.ports, await load(), mail);

    expect((await load()).slots).toMatchObject([
      { key: 'm-1', at: toIso(later(T, { minutes: 1 })), state: 'reserved' },
    ]);
  });

  it('is freed by a refusal, but not once the mail was accepted', async () => {
    await reserveSlot(desk.ports, await load(), mail);
    await reserveSlot(desk.ports, await load(), { ...mail, key: 'm-2' });
    await confirmSlot(desk.ports, key, 'm-2');

    await freeSlot(desk.ports, key, 'm-1');
    await freeSlot(desk.ports, key, 'm-2');

    expect((await load()).slots).toMatchObject([{ key: 'm-2', state: 'sent' }]);
  });
});

describe('suppression', () => {
  it.each<['bounce' | 'complaint', 'bounce' | 'complaint', string]>([
    ['bounce', 'complaint', 'complaint'],
    ['complaint', 'bounce', 'complaint'],
    ['bounce', 'bounce', 'bounce'],
  ])('after %s and %s is for a %s', async (first, second, reason) => {
    await suppress(desk.ports, ada, first, 'ses-1');
    await suppress(desk.ports, 'ADA@acme.test', second, 'ses-2');

    expect((await load()).suppressed).toMatchObject({ reason });
  });
});

describe('soft bounces', () => {
  const bounces = async (...gaps: Duration[]) => {
    await softBounce(desk.ports, ada);
    for (const gap of gaps) {
      desk.pass(gap);
      await softBounce(desk.ports, ada);
    }
    return load();
  };

  it('hold nothing until the third', async () => {
    expect((await bounces({ days: 1 })).heldUntil).toBeUndefined();
  });

  it.each<[Duration[], Duration | undefined]>([
    [[{ days: 1 }, { days: 1 }], { days: 16 }],
    [[{ days: 15 }, { days: 15, seconds: -1 }], { days: 44, seconds: -1 }],
    [[{ days: 15 }, { days: 15 }], undefined],
  ])('hold the address 14 days when the third comes inside 30: gaps %j', async (gaps, held) => {
    expect((await bounces(...gaps)).heldUntil).toBe(held && toIso(later(T, held)));
  });

  it('lose none of several that are written at once', async () => {
    await Promise.all([1, 2, 3].map(() => softBounce(desk.ports, ada)));

    expect((await load()).soft).toHaveLength(3);
    expect((await load()).heldUntil).toBe(toIso(later(T, { days: 14 })));
  });
});

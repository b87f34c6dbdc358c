import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceUnavailable } from '../../../lambdas/kernel/failures.ts';
import type { Billing } from '../../../lambdas/kernel/ports.ts';
import { heldBack, isHeldBack } from '../../../lambdas/messaging/brake.ts';
import { brakedBilling } from '../../../lambdas/ops/brake.ts';
import { pauseAll, resumeAll } from '../../../lambdas/ops/commands.ts';
import { Desk } from '../cases/desk.ts';

const by = { who: 'ines', why: 'a test' };

let desk: Desk;
let called: string[];
let billing: Billing;
beforeEach(() => {
  desk = new Desk();
  called = [];
  const all = new Proxy({} as Billing, { get: (_all, name) => async () => void called.push(String(name)) });
  const names = [
    'invoice',
    'holdCollection',
    'releaseCollection',
    'pay',
    'setDefaultCard',
    'pause',
    'resumeCollection',
  ] as const;
  const more = ['resume', 'voidInvoice', 'creditBalance', 'cancel'] as const;
  const own = Object.fromEntries([...names, ...more].map((name) => [name, all[name]]));
  billing = brakedBilling(own as unknown as Billing, desk.ports);
});

const call = async (name: string): Promise<unknown> =>
  (billing as unknown as Record<string, () => Promise<unknown>>)[name]?.();

describe('brakedBilling', () => {
  it.each([
    ['invoice', true],
    ['holdCollection', true],
    ['releaseCollection', false],
    ['pay', false],
    ['setDefaultCard', false],
    ['pause', false],
    ['resumeCollection', false],
    ['resume', false],
    ['voidInvoice', false],
    ['creditBalance', false],
    ['cancel', false],
  ])('while everything is paused %s passes: %s', async (name, passes) => {
    await pauseAll(by, desk.ports);
    const held = await call(name).then(
      () => false,
      (error: unknown) => isHeldBack(error),
    );
    expect({ called, held }).toEqual({ called: passes ? [name] : [], held: !passes });

    await resumeAll(by, desk.ports);
    await call(name);
    expect(called).toHaveLength(passes ? 2 : 1);
  });
});

describe('isHeldBack', () => {
  it.each([
    ['the brake', heldBack('charge'), true],
    ['an outage', new ServiceUnavailable('Stripe is down'), false],
    ['its words alone', new Error('everything is paused'), false],
  ])('tells %s from others', (_name, error, expected) => {
    expect(isHeldBack(error)).toBe(expected);
  });
});

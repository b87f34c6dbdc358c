import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { Duration } from '../../lambdas/kernel/instant.ts';
import { instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { Ports, Sent } from '../../lambdas/kernel/ports.ts';
import { deliver } from '../../lambdas/webhooks/deliver.ts';
import { deliveryKey, endpointId } from '../../lambdas/webhooks/delivery.ts';
import { replayWebhook } from '../../lambdas/webhooks/replay.ts';
import { localSigningKey } from '../../local/world/names.ts';
import type { World } from '../../local/world/world.ts';
import { at, pass, renew, T, withCharges, worldWith } from './world.ts';

const url = 'https://api.northwind.test/hooks';
const down: Sent = { kind: 'answered', status: 503, body: '' };
const up: Sent = { kind: 'answered', status: 200, body: '' };
const by = { who: 'ines', why: 'the endpoint works again' };

async function paused(endpoint: object = {}, options: object = {}, code = 'processing_error'): Promise<World> {
  const webhooks = [{ url, events: ['account.paused', 'account.resumed'], livemode: false, ...endpoint }];
  const world = await worldWith(withCharges(code), { webhooks, ...options });
  renew(world);
  return world;
}

/** The endpoint answers nothing good from day 14 for so long. */
const brokenFor = (world: World, elapsed: Duration): void => {
  const until = at({ ...elapsed, days: 14 + (elapsed.days ?? 0) });
  world.outside.answer = () => (toIso(world.simulator.now()) < until ? down : up);
};

const hooks = (world: World) => [...world.table.items()].filter(({ entity }) => entity === 'webhook');
const sent = (world: World) =>
  world.outside.calls.map(({ at: when, request, sent: answer }) => {
    const { type } = JSON.parse(request.body ?? '{}') as { type: string };
    return `${toIso(when).slice(5, 19)} ${type} ${answer.kind === 'answered' ? answer.status : answer.why}`;
  });
const ids = (world: World) => new Set(world.outside.calls.map(({ request }) => request.headers['webhook-id']));
const alerts = (world: World) => world.events.filter(({ type }) => type === 'alert').map(({ detail }) => detail.alert);

describe('the user’s own endpoint', () => {
  it('hears of the pause at once, signed as Standard Webhooks say, under the id of the bus', async () => {
    const world = await paused();
    await pass(world, { days: 15 });

    expect(sent(world)).toEqual(['11-24T15:00:00 account.paused 200']);
    const [{ request, at: when }] = world.outside.calls as [World['outside']['calls'][number]];
    const body = request.body ?? '';
    const event = world.events.find(({ type }) => type === 'account.paused');
    expect(JSON.parse(body)).toMatchObject({ data: { id: event?.id, account: 'acme', subscription: 'sub_acme' } });
    expect(request.headers['webhook-signature']).toBe(
      new Webhook(localSigningKey).sign(request.headers['webhook-id'] ?? '', new Date(when), body),
    );
    expect(hooks(world)[0]).toMatchObject({ status: 'DELIVERED', tries: 1 });
    expect(hooks(world)[0]).not.toHaveProperty('duePk');
  });

  it('is tried until it is back after 2.9 days, always under one id', async () => {
    const world = await paused();
    brokenFor(world, { days: 2, hours: 21, minutes: 36 });
    await pass(world, { days: 20 });

    const tries = sent(world);
    expect(tries.filter((line) => line.endsWith('503'))).toHaveLength(12);
    expect(tries.at(-1)).toMatch(/^11-27T15:\d\d:\d\d account.paused 200$/);
    expect(ids(world).size).toBe(1);
    expect(alerts(world)).toEqual(['webhook_failing']);
    expect(world.queues.deadLetters).toEqual([]);
  });

  it('is given up after three days, and a replay brings everything', async () => {
    const world = await paused();
    brokenFor(world, { days: 4 });
    await pass(world, { days: 18 });
    expect(hooks(world)[0]).toMatchObject({
      status: 'GIVEN_UP',
      tries: 13,
      last: { says: expect.stringContaining('503') },
    });

    await world.act('replays', (ports) => replayWebhook(at({ days: 14 }), by, ports));
    await pass(world, { days: 18, seconds: 1 });
    expect(sent(world).at(-1)).toMatch(/200$/);
    expect(hooks(world)[0]).toMatchObject({ status: 'DELIVERED', tries: 1 });
    expect(ids(world).size).toBe(1);
  });

  it('is replayed by the id of one event, and not by another', async () => {
    const world = await paused();
    await pass(world, { days: 15 });
    const { id = '' } = world.events.find(({ type }) => type === 'account.paused') ?? {};

    expect(await replayWebhook(`${id}x`, by, world.ports)).toBe(0);
    expect(await replayWebhook(id, by, world.ports)).toBe(1);
    await pass(world, { days: 15, seconds: 1 });
    expect(sent(world)).toHaveLength(2);
    expect(ids(world).size).toBe(1);
  });

  it('is sent it twice when the worker dies between sending and writing it down, and never lost', async () => {
    const world = await paused({}, {});
    world.outside.answer = () => down;
    await pass(world, { days: 14, seconds: 1 });
    world.outside.answer = () => up;
    const { id = '' } = world.events.find(({ type }) => type === 'account.paused') ?? {};
    const key = deliveryKey('acme', endpointId(url), id);
    await pass(world, { days: 14, seconds: 4 });
    const dying: Ports = {
      ...world.ports,
      rows: { ...world.ports.rows, update: dieAfter(1, world.ports.rows.update) },
    };
    const sooner = { ...dying, clock: { now: () => instant(T + 14 * 86_400_000 + 6000) } };
    await expect(deliver(key, sooner)).rejects.toThrow('died');

    await pass(world, { days: 14, minutes: 5 });
    expect(sent(world).filter((line) => line.endsWith('200'))).toHaveLength(2);
    expect(ids(world).size).toBe(1);
    expect(hooks(world)[0]).toMatchObject({ status: 'DELIVERED' });
  });

  it('is disabled after its days of failures, with a word to our people, and on again by a replay', async () => {
    const world = await paused({ disableAfterDays: 2 });
    brokenFor(world, { days: 10 });
    await pass(world, { days: 17 });

    expect(alerts(world)).toEqual(['webhook_failing', 'webhook_disabled']);
    const count = sent(world).length;
    await pass(world, { days: 25 });
    expect(sent(world)).toHaveLength(count);

    await replayWebhook(at({ days: 1 }), by, world.ports);
    await pass(world, { days: 25, seconds: 1 });
    expect(sent(world).at(-1)).toMatch(/200$/);
  });

  it('that says 410 is left alone at once', async () => {
    const world = await paused();
    world.outside.answer = () => ({ kind: 'answered', status: 410, body: '' });
    await pass(world, { days: 20 });

    expect(sent(world)).toHaveLength(1);
    expect(alerts(world)).toEqual(['webhook_disabled']);
  });

  it('hears of tasks by their ids only', async () => {
    const world = await paused({ events: ['task.created'] }, {}, 'fraudulent');
    await pass(world, { days: 1 });

    expect(world.outside.calls).toHaveLength(1);
    for (const { request } of world.outside.calls)
      expect(Object.keys(JSON.parse(request.body ?? '{}').data)).toEqual(['id', 'account', 'task', 'kind', 'due']);
  });
});

const dieAfter = <A extends unknown[], R>(count: number, run: (...of: A) => Promise<R>) => {
  let left = count;
  return async (...of: A): Promise<R> => {
    left -= 1;
    if (left < 0) throw new Error('died');
    return run(...of);
  };
};

describe('nobody outside', () => {
  it.each([
    ['in observe mode', {}, { mode: { default: 'observe' } }],
    ['where no endpoint wants that event', { events: ['health.changed'] }, {}],
    ['where the endpoint is for the live stage', { livemode: true }, {}],
  ])('hears anything %s', async (_case, endpoint, options) => {
    const world = await paused(endpoint, options);
    await pass(world, { days: 20 });

    expect(world.outside.calls).toEqual([]);
    expect(hooks(world)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { planEvent } from '../../../lambdas/billing/event-plan.ts';
import { readStripeEvent } from '../../../lambdas/billing/stripe-event.ts';
import { signWebhook } from '../../../local/stripe/index.ts';
import { type World, webhookSecret } from '../../../local/world/world.ts';
import { pass, T, withCharges, worldWith } from '../../journeys/world.ts';
import { present, recorded, recordedData, recordedEvents } from './recordings.ts';

const suite = present ? describe : describe.skip;

type Body = Readonly<Record<string, unknown>>;

const envelope = (type: string, data: Body): Body => ({ object: 'event', type, created: T / 1000, data });

/** As of this stage: an id of its own, test mode throughout. */
const fresh = (body: Body, index: number): string =>
  JSON.stringify({ ...body, id: `evt_posted_${index}`, livemode: false }).replaceAll(
    '"livemode":true',
    '"livemode":false',
  );

const bodies = [
  ...recordedEvents().map(({ file, json }) => ({ file, json })),
  ...recordedData().map(({ file, type, json }) => ({ file, json: envelope(type, json) })),
].map(({ file, json }, index) => ({ file, body: fresh(json, index) }));

async function post(world: World, body: string, adopted = true): Promise<number> {
  if (adopted) world.stripe.adopt(JSON.parse(body));
  const signature = signWebhook(body, webhookSecret, Math.floor(world.simulator.now() / 1000));
  return (await world.deliver(body, signature)).statusCode;
}

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const handled = bodies.filter(({ body }) => planEvent(readStripeEvent(JSON.parse(body))).kind === 'handle');

suite('the recordings, posted one after the other', () => {
  it.each([
    ['whose objects Stripe knows', true],
    ['whose objects Stripe does not know any more', false],
  ])('are all accepted and none is given up, %s', async (_name, adopted) => {
    const world = await worldWith(withCharges('insufficient_funds'));
    const codes = new Set<number>();
    for (const { body } of bodies) {
      codes.add(await post(world, body, adopted));
      await pass(world, { hours: 0, seconds: (world.simulator.now() - T) / 1000 + 2 });
    }
    await pass(world, { hours: 3 });

    expect([...codes]).toEqual([200]);
    expect(world.queues.deadLetters).toEqual([]);
    expect(handled.length).toBeGreaterThan(100);
    const unknown = rows(world, 'event').filter(({ why }) => why === 'Stripe does not know its customer');
    // Whoever a recording deletes is unknown to those after it; of these kinds the stand-in makes up the customer.
    const madeUp = /^(customer\.source|payment_intent|credit_note|payment_method)\./;
    expect(unknown.some(({ type }) => madeUp.test(String(type)))).toBe(!adopted);
  });

  it('opens a case for a recorded failure of a renewal', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    const data = recorded('063c2770');
    const body = fresh(
      envelope('invoice.payment_failed', 'object' in data && typeof data.object === 'object' ? data : { object: data }),
      0,
    );
    expect(await post(world, body)).toBe(200);
    await pass(world, { seconds: 5 });

    const id = JSON.parse(body).data.object.id;
    expect(rows(world, 'case')).toMatchObject([{ journey: 'payment-recovery', run: 1, data: { lead: id } }]);
  });
});

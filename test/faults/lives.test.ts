import { describe, expect, it } from '@jest/globals';
import { Faults } from '../../local/faults/faults.ts';
import type { World } from '../../local/world/world.ts';
import { pass, renew, withCharges, worldWith } from '../journeys/world.ts';

/** Lives really run here; the large figures belong to a soak. */
const lives = 60;

/** Per call and moment. An event's intake is some thirty calls: at twice this rate eight deliveries are not always enough. */
const rate = 0.01;

const outcomes = ['processing_error', 'insufficient_funds', 'ok', 'lost_card'] as const;

async function live(seed: number, total: Map<string, number>): Promise<World> {
  const faults = new Faults(`life ${seed}`, rate);
  const pick = () => outcomes[Math.floor(faults.random() * 3)] ?? 'ok';
  const world = await worldWith(withCharges('processing_error', pick(), pick(), pick(), pick()));
  world.faults = faults;
  renew(world);
  const day = Math.floor(faults.random() * 16);
  await pass(world, { days: day, hours: Math.floor(faults.random() * 24) });
  const fate = faults.random();
  if (fate < 0.4 && isOpen(world)) world.stripe.customerPays('in_1');
  else if (fate < 0.6) world.stripe.cancelSubscription('sub_acme', { when: 'now' });
  await pass(world, { days: 110 });
  for (const [what, count] of faults.counts) total.set(what, (total.get(what) ?? 0) + count);
  return world;
}

const isOpen = (world: World): boolean =>
  world.stripe.peek('invoices').some((invoice) => Object(invoice).status === 'open');

/** Design §8, as far as one life can show it. */
function violations(world: World): string[] {
  const own = world.stripe.charges.filter(({ actor }) => actor === 'us');
  const paid = own.filter(({ outcome }) => outcome === 'ok');
  const close = own.filter((charge, index) => index > 0 && charge.at - (own[index - 1]?.at ?? 0) < 20 * 3_600_000);
  const row = [...world.table.items()].find((item) => item.entity === 'case');
  const sent = world.mailbox.mails.map(({ subject }) => subject);
  const most = Math.max(0, ...sent.map((subject) => sent.filter((other) => other === subject).length));
  return [
    ...(paid.length > 1 ? [`charged ${paid.length} times`] : []),
    ...(close.length > 0 ? ['two attempts inside the gap'] : []),
    ...(most > 2 ? [`one mail ${most} times`] : []),
    ...(row?.status === 'closed' && row.outcome
      ? []
      : [`the case ends as ${String(row?.status)} in ${String(row?.stage)}: ${String(row?.attention)}`]),
    // A lost word about a mail costs a minute: the sweep finds the row.
    ...(world.queues.deadLetters.some(({ queue }) => queue !== 'outbox') ? ['a message was dead-lettered'] : []),
  ];
}

describe('payment recovery under faults', () => {
  it(`keeps its promises in ${lives} lives with lost answers, throttling, late and repeated webhooks`, async () => {
    const broken: string[] = [];
    const counts = new Map<string, number>();
    for (let seed = 1; seed <= lives; seed += 1) {
      const found = violations(await live(seed, counts));
      if (found.length > 0) broken.push(`seed ${seed}: ${found.join('; ')}`);
    }

    expect(broken).toEqual([]);
    const struck = ['store', 'stripe', 'workflows', 'queues'].flatMap((of) => [`${of} refused`, `${of} answer lost`]);
    expect([...struck, 'webhook late', 'webhook delivered twice'].filter((what) => !counts.get(what))).toEqual([]);
  });
});

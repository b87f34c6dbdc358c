import { beforeAll, describe, expect, it } from '@jest/globals';
import { stop } from '../../../lambdas/ops/commands.ts';
import { executionContent, executionTitle, runOf } from '../../../local/console/execution-page.ts';
import { viewOf } from '../../../local/console/local-execution.ts';
import type { ExecutionView, Place } from '../../../local/console/source.ts';
import type { World } from '../../../local/world/world.ts';
import { pass, renew, withCharges, worldWith } from '../../journeys/world.ts';

const laptop = { kind: 'laptop' } as const;
const stage: Place = {
  kind: 'stage',
  stage: 'prod',
  region: 'eu-central-1',
  accountId: '123456789012',
  user: 'sam',
  mayWrite: false,
};
const row = (world: World) => [...world.table.items()].find(({ entity }) => entity === 'case') ?? {};
const viewIn = (world: World): ExecutionView => {
  const [found] = world.executions();
  if (!found) throw new RangeError('this world has no execution: a renewal has to fail first');
  return viewOf(found);
};
const shown = (world: World, view = viewIn(world), place: Place = laptop): string =>
  String(
    executionContent(view, {
      place,
      now: world.simulator.now(),
      account: { id: 'acme', name: 'Acme <b>Ltd</b>' },
      row: row(world),
    }),
  );

describe('the page of an execution', () => {
  let world: World;
  beforeAll(async () => {
    world = await worldWith(withCharges('insufficient_funds', 'processing_error', 'processing_error'));
    renew(world);
    await pass(world, { days: 2 });
  });

  it('says whose it is, where it stands, until when, and what could wake it', () => {
    const html = shown(world);

    expect(executionTitle(viewIn(world), { place: laptop, now: world.simulator.now() })).toBe(
      'Payment recovery of acme',
    );
    expect(html).toMatch(
      /In <a href="#state-\d+-wait-for-retry-2">Wait for retry 2<\/a> since <time[^>]*>11 Nov 2026, 15:00/,
    );
    expect(html).toMatch(/until <time[^>]*>13 Nov 2026, 15:00<\/time> at the latest \(in 1 day\)/);
    expect(html).toContain('a payment of the invoice that Stripe sees');
  });

  it('gives the reason of every decision', () => {
    const html = shown(world);

    expect(html).toContain('not enough money in the account (insufficient_funds)');
    expect(html).toContain('The card was charged: declined, an error while the card was processed (processing_error)');
    expect(html).toContain('since verdict is NEXT (declined or passed over, on to day 3)');
  });

  it('leads from each state it passed to the row that tells of it', () => {
    const html = shown(world);
    const targets = [...html.matchAll(/href="#(state-[^"]+)"/g)].map(([, id]) => id);

    expect(targets.length).toBeGreaterThan(5);
    for (const id of targets) expect(html).toContain(` id="${id}"`);
  });

  it('shows no task token and no markup of a name', () => {
    const view = viewIn(world);
    const token = Object.keys(world.executions()[0]?.frame.tokens ?? {})[0] ?? 'none was open';

    expect(JSON.stringify(view.history)).toContain(token);
    expect(shown(world)).not.toContain(token);
    expect(shown(world)).not.toContain('<b>');
  });

  it('links to the same execution in AWS from a stage, and shows on a laptop what it would be', () => {
    const view = { ...viewIn(world), arn: 'arn:aws:states:eu-central-1:123456789012:execution:payment-recovery:x-1' };

    expect(shown(world, view, stage)).toContain(
      'href="https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/v2/executions/details/arn:aws:states:eu-central-1:123456789012:execution:payment-recovery:x-1"',
    );
    expect(shown(world)).toContain('https://REGION.console.aws.amazon.com/');
  });

  it('tells the reasons of a run from before steps gave them, from what the case recorded', () => {
    const view = viewIn(world);
    const text = JSON.stringify(view.history).replaceAll('\\"why\\"', '\\"was\\"');
    const html = shown(world, { ...view, history: JSON.parse(text) as ExecutionView['history'] });

    expect(html).toContain('declined, an error while the card was processed (processing_error)');
  });

  it('tells a stop by a person from a failure', async () => {
    const subject = String(row(world).subject);
    await stop({ account: 'acme', subject }, { who: 'sam', why: 'moved' }, world.ports);
    await world.runUntil(world.simulator.now());

    expect(shown(world)).toContain('The execution was stopped here: sam: moved.');
    expect(runOf(viewIn(world).input)).toEqual({ account: 'acme', sort: `CASE#payment-recovery#${subject}`, run: 1 });
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { stop } from '../../../lambdas/ops/commands.ts';
import type { Acts } from '../../../local/console/acts.ts';
import { historyOf } from '../../../local/console/execution-history.ts';
import { executionContent, executionTitle } from '../../../local/console/execution-page.ts';
import { runOf } from '../../../local/console/execution-seen.ts';
import { executionPage } from '../../../local/console/execution-shown.ts';
import { readDefinition } from '../../../local/console/graph/definition.ts';
import { LocalSource } from '../../../local/console/local-source.ts';
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

async function viewIn(world: World): Promise<ExecutionView> {
  const view = await new LocalSource(world).execution(world.executions()[0]?.name ?? '');
  if (!view) throw new RangeError('this world has no execution: a renewal has to fail first');
  return view;
}

const account = { id: 'acme', name: 'Acme <b>Ltd</b>' };
const shown = async (world: World, view?: ExecutionView, place: Place = laptop): Promise<string> => {
  const extras = { place, now: world.simulator.now(), account, row: row(world) };
  return String(executionContent(view ?? (await viewIn(world)), extras));
};

describe('the page of an execution', () => {
  let world: World;
  beforeAll(async () => {
    world = await worldWith(withCharges('insufficient_funds', 'processing_error', 'processing_error'));
    renew(world);
    await pass(world, { days: 2 });
  });

  it('says whose it is, where it stands, until when, and what could wake it', async () => {
    const html = await shown(world);

    expect(executionTitle(await viewIn(world), { place: laptop, now: world.simulator.now(), account })).toBe(
      'Payment recovery of Acme <b>Ltd</b>',
    );
    expect(html).toMatch(
      /In <a href="#state-\d+-wait-for-retry-2">Wait for retry 2<\/a> since <time[^>]*>11 Nov 2026, 15:00/,
    );
    expect(html).toMatch(/until <time[^>]*>13 Nov 2026, 15:00<\/time> at the latest \(in 1 day\)/);
    expect(html).toContain('a payment of the invoice that Stripe sees');
  });

  it('gives the reason of every decision', async () => {
    const html = await shown(world);

    expect(html).toContain('not enough money in the account (insufficient_funds)');
    expect(html).toContain('The card was charged: declined, an error while the card was processed (processing_error)');
    expect(html).toContain('since verdict is NEXT (declined or passed over, on to day 3)');
  });

  it('leads from each state it passed to the row that tells of it', async () => {
    const html = await shown(world);
    const targets = [...html.matchAll(/href="#(state-[^"]+)"/g)].map(([, id]) => id);

    expect(targets.length).toBeGreaterThan(5);
    for (const id of targets) expect(html).toContain(` id="${id}"`);
  });

  it('shows no task token and no markup of a name', async () => {
    const view = await viewIn(world);
    const token = Object.keys(world.executions()[0]?.frame.tokens ?? {})[0] ?? 'none was open';

    expect(JSON.stringify(view.history)).toContain(token);
    expect(await shown(world)).not.toContain(token);
    expect(await shown(world)).not.toContain('<b>');
  });

  it('links to the same execution in AWS from a stage, and shows on a laptop what it would be', async () => {
    const view = {
      ...(await viewIn(world)),
      arn: 'arn:aws:states:eu-central-1:123456789012:execution:payment-recovery:x-1',
    };

    expect(await shown(world, view, stage)).toContain(
      'href="https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/v2/executions/details/arn:aws:states:eu-central-1:123456789012:execution:payment-recovery:x-1"',
    );
    expect(await shown(world)).toContain('https://REGION.console.aws.amazon.com/');
  });

  it('tells the reasons of a run from before steps gave them, from what the case recorded', async () => {
    const view = await viewIn(world);
    const text = JSON.stringify(view.history).replaceAll('\\"why\\"', '\\"was\\"');
    const html = await shown(world, { ...view, history: JSON.parse(text) as ExecutionView['history'] });

    expect(html).toContain('declined, an error while the card was processed (processing_error)');
  });

  it('is found by its name on any source, with what may be done about a run that is open', async () => {
    const acts = { who: 'sam' } as Acts;
    const name = world.executions()[0]?.name ?? '';
    const page = await executionPage(new LocalSource(world, acts), name);

    expect(page?.title).toContain('Payment recovery of ');
    expect(String(page?.content)).toContain('/acts/nudge?');
    expect(String((await executionPage(new LocalSource(world), name))?.content)).not.toContain('/acts/');
    expect(await executionPage(new LocalSource(world), 'no-such-run')).toBeUndefined();
  });

  it('names the oldest states of a very long run and leaves out the rest of them', () => {
    const passages = Array.from({ length: 700 }, (_one, entered) => ({
      state: 'a',
      entered,
      left: entered,
      tries: 0,
      failures: [],
    }));
    const list = readDefinition({ StartAt: 'a', States: { a: { Type: 'Pass', Next: 'a' } } });
    const html = String(historyOf({ list, passages, now: 700, running: true }));

    expect(html).toContain('The last 500 of 550 states before these');
    expect(html.match(/<li/g)).toHaveLength(650);
    expect(html).toContain('start="551"');
  });

  it('tells a stop by a person from a failure', async () => {
    const subject = String(row(world).subject);
    await stop({ account: 'acme', subject }, { who: 'sam', why: 'moved' }, world.ports);
    await world.runUntil(world.simulator.now());

    expect(await shown(world)).toContain('The execution was stopped here: sam: moved.');
    expect(await shown(world)).toMatch(
      /It ended in <a [^>]*>Wait for retry 2<\/a> on <time[^>]*>[^<]*<\/time>: sam: moved\./,
    );
    expect(runOf((await viewIn(world)).input)).toEqual({
      account: 'acme',
      sort: `CASE#payment-recovery#${subject}`,
      run: 1,
    });
  });
});

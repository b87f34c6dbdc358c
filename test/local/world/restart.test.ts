import { describe, expect, it } from '@jest/globals';
import { mergeConfig, resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import { after as later } from '../../../lambdas/kernel/instant.ts';
import { calm, Faults } from '../../../local/faults/faults.ts';
import type { StoredWorld } from '../../../local/world/stored.ts';
import { World } from '../../../local/world/world.ts';
import example from '../../../retention.config.ts';
import { renew, T, withCharges, worldWith } from '../../journeys/world.ts';

const config = resolveConfig(mergeConfig(example, { mode: { default: 'live' } }));

/** Nothing but text crosses from one process to the next. */
const overText = (world: World): StoredWorld => JSON.parse(JSON.stringify(world)) as StoredWorld;

/** All of it but the lease of Stripe's rate: a new process has none of the calls the old one had leased ahead. */
function everything(world: World): string {
  const stored = overText(world);
  return JSON.stringify({ ...stored, table: stored.table.items.filter(({ pk }) => pk !== 'STRIPE#BUDGET') });
}

const declining = withCharges('processing_error', 'insufficient_funds', 'processing_error', 'ok');

describe('a world that is stored and gone on with', () => {
  it('ends the same, byte for byte, wherever it was cut between two events', async () => {
    const whole = await worldWith(declining);
    renew(whole);
    await whole.runUntil(later(T, { days: 20 }));
    const expected = everything(whole);

    let world = await worldWith(declining);
    renew(world);
    let cuts = 0;
    for (
      let due = world.simulator.nextDue();
      due !== undefined && due <= later(T, { days: 20 });
      due = world.simulator.nextDue()
    ) {
      await world.simulator.runOne();
      world = await World.restore(overText(world), config);
      cuts += 1;
    }
    await world.runUntil(later(T, { days: 20 }));

    expect(everything(world)).toBe(expected);
    expect(cuts).toBeGreaterThan(40);
  });

  it('goes on with a wait that was under way, to the second', async () => {
    const first = await worldWith(withCharges('processing_error', 'ok'));
    renew(first);
    await first.runUntil(later(T, { hours: 20 }));

    const world = await World.restore(overText(first), config);
    await world.runUntil(later(T, { hours: 24, seconds: 5 }));

    expect(world.stripe.charges.map(({ at, actor, outcome }) => [at - T, actor, outcome])).toEqual([
      [0, 'stripe', 'processing_error'],
      [24 * 3_600_000, 'us', 'ok'],
    ]);
    expect(world.executions().map(({ frame }) => frame.status)).toEqual(['SUCCEEDED']);
  });

  it('ends a Lambda that was running with Lambda.Unknown, which its Retry takes up', async () => {
    const faults = new Faults('cut', calm);
    const cut = await worldWith(withCharges('processing_error', 'ok'));
    cut.faults = faults;
    renew(cut);
    while (
      !cut
        .executions()
        .some(({ flying }) => [...flying.values()].some(({ integration }) => integration.service === 'lambda'))
    )
      await cut.simulator.runOne();

    const world = await World.restore(overText(cut), config);
    await world.runUntil(later(T, { days: 2 }));

    const [execution] = world.executions();
    const failures = execution?.history
      .filter(({ type }) => type === 'TaskFailed')
      .map(({ taskFailedEventDetails: of }) => of);
    expect(failures).toEqual([expect.objectContaining({ error: 'Lambda.Unknown' })]);
    expect(world.stripe.charges.filter(({ actor }) => actor === 'us').map(({ outcome }) => outcome)).toEqual(['ok']);
    expect(execution?.frame.status).toBe('SUCCEEDED');
  });

  it('keeps its promises when the process dies again and again between two calls', async () => {
    const broken: string[] = [];
    for (let seed = 1; seed <= 6; seed += 1) {
      const faults = new Faults(`restart ${seed}`, calm);
      let world = await worldWith(declining);
      world.faults = faults;
      renew(world);
      const end = later(T, { days: 20 });
      for (let due = world.simulator.nextDue(); due !== undefined && due <= end; due = world.simulator.nextDue()) {
        await world.simulator.runOne();
        if (faults.random() < 0.02) {
          world = await World.restore(overText(world), config);
          world.faults = faults;
        }
      }
      const own = world.stripe.charges.filter(({ actor }) => actor === 'us').map(({ outcome }) => outcome);
      const subjects = world.mailbox.mails.map(({ subject }) => subject);
      if (own.filter((outcome) => outcome === 'ok').length !== 1) broken.push(`seed ${seed}: ${own.join(', ')}`);
      if (new Set(subjects).size !== subjects.length) broken.push(`seed ${seed}: ${subjects.join(' | ')}`);
      const rows = [...world.table.items()].filter(({ entity }) => entity === 'case');
      if (rows.some(({ status }) => status !== 'closed')) broken.push(`seed ${seed}: ${JSON.stringify(rows[0])}`);
    }

    expect(broken).toEqual([]);
  });
});

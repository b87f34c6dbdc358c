import { after, type Instant } from '../../lambdas/kernel/instant.ts';
import { settleIn } from '../world/settle-in.ts';
import type { World } from '../world/world.ts';
import { assumptions, monthDays } from './assumptions.ts';
import { countExecutions, type Lived } from './count-executions.ts';
import { customerOf } from './customer.ts';
import { meter } from './meter.ts';
import { happensTo, lifeOf } from './population.ts';
import { countStorage, storageOf } from './storage.ts';
import type { Usage, Use } from './usage.ts';
import { emptyWorld, start } from './world.ts';

export interface PlayedMonth {
  readonly accounts: number;
  readonly failing: number;
  readonly webhooks: number;
  readonly uses: readonly Use[];
  readonly lived: readonly Lived[];
}

/** Recovery takes 14 days and holds for 90: by then every case that the month opened is over. */
const afterwards = { days: 115 } as const;

const msADay = 86_400_000;

/**
 * One month of renewals, and every case it opens to its end. In a business where each month is like the last one that is
 * what a month costs: what this month leaves to later ones, earlier ones have left to this one.
 */
export async function playMonth(accounts: number): Promise<PlayedMonth> {
  const world = await emptyWorld();
  for (let index = 0; index < accounts; index += 1) await settleIn(world, customerOf(index));
  const settled = storageOf(world);
  const usage = meter(world);
  plan(world, accounts);
  await world.runUntil(after(after(start, { days: Math.ceil(monthDays) }), afterwards));
  const lived = countExecutions(world.executions(), usage);
  countStorage(settled, storageOf(world), assumptions['kept-months'].value, usage);
  return {
    accounts,
    failing: count(accounts, (index) => lifeOf(index).name !== 'pays'),
    webhooks: world.webhooks.length,
    uses: finished(world, usage),
    lived,
  };
}

/** A month that left something open was not played to its end, and its bill would be too small. */
function finished(world: World, usage: Usage): Use[] {
  const open = world.executions().filter(({ frame }) => frame.status === 'RUNNING').length;
  if (open > 0) throw new Error(`${open} executions are still open after the month: play it longer (play-month.ts)`);
  return usage.list();
}

function plan(world: World, accounts: number): void {
  const acts: ((index: number) => void)[] = [];
  world.simulator.on('cost', ({ act, index }: { act: number; index: number }) => acts[act]?.(index));
  const at = (due: Instant, index: number, act: (index: number) => void): void => {
    if (!acts.includes(act)) acts.push(act);
    world.simulator.plan(due, 'story', `account ${index}`, {
      kind: 'cost',
      payload: { act: acts.indexOf(act), index },
    });
  };
  const act = actsAt(world);
  for (let index = 0; index < accounts; index += 1) {
    const renewal = (start + Math.round(((index + 0.5) / accounts) * monthDays * msADay)) as Instant;
    const later = (hours: number): Instant => after(renewal, { hours });
    const { newCardAfterDays } = lifeOf(index);
    at(renewal, index, act.renew);
    if (newCardAfterDays !== undefined) at(later(newCardAfterDays * 24 + 5), index, act.newCard);
    if (happensTo(index, 'upcoming')) at(later(15 * 24), index, act.upcoming);
    if (happensTo(index, 'planChange')) at(later(9), index, act.changePlan);
    if (happensTo(index, 'cardUpdate')) at(later(18), index, act.updateCard);
  }
}

const actsAt = ({ stripe }: World) => ({
  renew: (index: number) => void stripe.renew({ subscription: `sub_${index}` }),
  newCard: (index: number) => void stripe.addCard(`cus_${index}`, { id: `pm_new_${index}` }, { default: true }),
  upcoming: (index: number) => stripe.upcoming(`sub_${index}`),
  changePlan: (index: number) =>
    stripe.changeSubscription(`sub_${index}`, { plan: 'team', amount: 5900, currency: 'usd' }),
  updateCard: (index: number) => stripe.updateCard(`pm_${index}`, { automatic: true, exp: '2031-03' }),
});

const count = (accounts: number, holds: (index: number) => boolean): number =>
  Array.from({ length: accounts }, (_, index) => index).filter(holds).length;

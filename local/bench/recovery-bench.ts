import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Card, Invoice, Subscription } from '../../lambdas/billing/model.ts';
import { resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { after, type Instant, toIso } from '../../lambdas/kernel/instant.ts';
import { decide } from '../../lambdas/recovery/decide.ts';
import { type Step, steps } from '../../lambdas/recovery/ladder.ts';
import { ladderOf } from '../../lambdas/recovery/policy.ts';
import { parseRecovery } from '../../lambdas/recovery/state.ts';
import type { World } from '../../lambdas/recovery/world.ts';
import example from '../../retention.config.ts';
import { T } from '../world/acme.ts';
import type { Half } from './population-half.ts';

const usd = { amount: 4900, currency: 'usd' } as const;
const card: Card = { id: 'pm_1', type: 'card', fingerprint: 'fp_1', brand: 'visa' };
const lead: Invoice = {
  id: 'in_1',
  customer: 'cus_acme',
  subscription: 'sub_acme',
  status: 'open',
  billingReason: 'subscription_cycle',
  collection: 'charge_automatically',
  amountDue: usd,
  amountRemaining: usd,
  autoAdvance: false,
  attempted: true,
  created: T,
  livemode: false,
};
const subscription: Subscription = {
  id: 'sub_acme',
  customer: 'cus_acme',
  status: 'past_due',
  billingMode: 'flexible',
  collection: 'charge_automatically',
  cancelAtPeriodEnd: false,
  metadata: {},
  created: T,
  livemode: false,
};
const world: World = { subscription, open: [lead], lead, card, defaults: [card], observing: false };
const recovery = parseRecovery({
  customer: 'cus_acme',
  subscription: 'sub_acme',
  lead: 'in_1',
  firstFailureAt: toIso(T),
  taken: { in_1: { at: toIso(T), amount: usd } },
  class: 'FUNDS',
  knownCards: ['fp_1'],
  hardCards: [],
  results: { 'take-over': { at: toIso(T), kind: 'done', invoice: 'in_1' } },
  spent: {},
  banner: false,
  mails: [],
});

const rounds = 20_000;

/** One planned step, policy to decision, at each step of the ladder an hour before and after its day: microseconds. */
export function recoveryPlanUs(): number {
  const config = resolveConfig(example);
  const situations = steps.flatMap((step): [Step, Instant][] =>
    [0, 1, 3, 6, 10, 14].map((days) => [step, after(T, { days })]),
  );
  const plan = ([step, now]: [Step, Instant]) =>
    decide(step, recovery, world, ladderOf(config, 'America/New_York'), now);
  for (const situation of situations) plan(situation);
  const began = performance.now();
  for (let round = 0; round < rounds; round += 1) for (const situation of situations) plan(situation);
  return ((performance.now() - began) * 1000) / (rounds * situations.length);
}

/** So many really fail and are followed for 28 days, half of them in each of two processes; nothing is scaled up. */
const population = 10_000;

export async function populationRecoverySeconds(): Promise<number> {
  const began = performance.now();
  const halves = await Promise.all([half(0, population / 2), half(population / 2, population)]);
  const cases = halves.reduce((sum, one) => sum + one.cases, 0);
  if (cases !== population) throw new Error(`${cases} of ${population} failed renewals have a case`);
  return (performance.now() - began) / 1000;
}

async function half(from: number, to: number): Promise<Half> {
  const script = join(import.meta.dirname, 'population-half.ts');
  const args = ['--disable-warning=ExperimentalWarning', '--max-old-space-size=8192', script, String(from), String(to)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Half;
}

import { mergeConfig, type RetentionConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { type Instant, instant } from '../../lambdas/kernel/instant.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import { nudge, pauseAll, restart, resumeAll, stop } from '../../lambdas/ops/commands.ts';
import { type FaultRates, Faults } from '../../local/faults/faults.ts';
import type { NewCall } from '../../local/world/invocations.ts';
import { settleIn } from '../../local/world/settle-in.ts';
import { World } from '../../local/world/world.ts';
import example from '../../retention.config.ts';
import { acme, isInternal, T } from '../journeys/world.ts';
import { type Act, type Deed, type Focus, plan, type Script, type SlowCall } from './script.ts';
import { Trace } from './trace.ts';

/** A bug that is planted from outside: at the ports, in the machine's text, or in the world around them. */
export interface Bug {
  readonly ports?: (ports: Ports) => Ports;
  readonly machine?: (text: string) => string;
  readonly world?: (world: World) => void;
}

export interface LifeOptions {
  /** Per call; 0: nothing fails and nothing takes time. */
  readonly rates?: number | FaultRates;
  readonly focus?: Focus;
  readonly bug?: Bug;
}

export interface Life {
  readonly seed: number;
  readonly script: Script;
  readonly world: World;
  readonly trace: Trace;
  readonly faults: Faults;
  /** Nothing failed and nothing took time: the strict limits hold. */
  readonly clean: boolean;
  readonly config: RetentionConfig;
}

export const usualRate = 0.01;

/** Long enough for every repeat of a message and every sweep to set right what the faults left. */
const calm = 3 * 3_600_000;

const configs = new Map<Script['mode'], RetentionConfig>();

function configOf(mode: Script['mode']): RetentionConfig {
  const known = configs.get(mode) ?? resolveConfig(mergeConfig(example, { mode: { default: mode } }));
  configs.set(mode, known);
  return known;
}

/** One payment recovery from the failed renewal on, with everything that happens to it, planned and struck from one seed. */
export async function live(seed: number, options: LifeOptions = {}): Promise<Life> {
  const { rates = usualRate, focus, bug } = options;
  const script = plan(new Faults(`script ${seed}`, 0), focus);
  const faults = new Faults(`life ${seed}`, rates);
  const trace = new Trace();
  const config = configOf(script.mode);
  const ports = (real: Ports) => (bug?.ports ?? same)(real);
  const hooks = { ports, ...(bug?.machine ? { machine: bug.machine } : {}) };
  const world = await World.create(T, config, { ...hooks, watch: trace.watch });
  await settle(world, script);
  bug?.world?.(world);
  trace.follow(world);
  if (rates !== 0) world.faults = faults;
  if (focus?.slow) slowDown(world, faults, focus.slow);
  for (const act of script.acts) schedule(world, act, script);
  renewAll(world, script);
  await world.runUntil(instantAt(script.until));
  await calmDown(world, script.until);
  return { seed, script, world, trace, faults, clean: rates === 0, config };
}

const same = (ports: Ports): Ports => ports;

const isSlow: Readonly<Record<SlowCall, (call: NewCall, now: number) => boolean>> = {
  waits: ({ operation }) => operation.startsWith('aws-sdk:dynamodb'),
  parks: ({ operation, input }, now) =>
    operation.startsWith('aws-sdk:dynamodb') &&
    Date.parse(Object(input).ExpressionAttributeValues[':wait'].M.due.S) - now < 10_000,
  clearings: ({ operation, input }) =>
    operation === 'UpdateCommand' &&
    /REMOVE/.test(Object(input).UpdateExpression) &&
    /"wait"/.test(JSON.stringify(input)),
  openings: ({ operation, input }) => operation === 'PutCommand' && Object(Object(input).Item).entity === 'case',
  slots: ({ operation, input }) => operation === 'PutCommand' && /^CARD#/.test(Object(Object(input).Item).pk),
};

/** Half of these calls take effect only after seconds, when the world may have gone on without them. */
function slowDown(world: World, faults: Faults, kind: SlowCall): void {
  const call = world.invocations.call.bind(world.invocations);
  const latency = faults.latency.bind(faults);
  let slow = false;
  faults.latency = (target) => (slow ? faults.between(8000, 20_000) : latency(target));
  world.invocations.call = (asked, run) => {
    slow = isSlow[kind](asked, world.simulator.now()) && faults.chance(`slow: ${kind}`, 0.6);
    const answered = call(asked, run);
    slow = false;
    return answered;
  };
}

const instantAt = (elapsed: number): Instant => instant(T + elapsed);

async function settle(world: World, { where, brand, charges, twoSubscriptions }: Script): Promise<void> {
  const { currency, amount, zone, country } = where;
  const card = { id: 'pm_1', brand, fingerprint: 'fp_1', exp: '2027-03', charges };
  const customer = { ...acme, zone, country, mrr: { amount, currency } };
  await settleIn(world, { ...customer, stripe: { ...acme.stripe, cards: [card] } });
  if (!twoSubscriptions) return;
  const plan = { plan: 'solo', amount: Math.round(amount * 0.4), currency, interval: 'month' } as const;
  world.stripe.addSubscription({ id: 'sub_two', customer: 'cus_acme', defaultCard: 'pm_1', ...plan });
}

function renewAll(world: World, { twoSubscriptions }: Script): void {
  world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });
  if (twoSubscriptions) world.stripe.renew({ subscription: 'sub_two', invoice: 'in_two' });
}

/** Faults end, dead letters are played again as operations would; what is still wrong afterwards stays wrong. */
async function calmDown(world: World, until: number): Promise<void> {
  world.faults = undefined;
  for (const { queue, body } of world.queues.deadLetters.splice(0)) await world.ports.queues.send(queue, body);
  await world.runUntil(instantAt(until + calm));
}

function schedule(world: World, { at, deed }: Act, script: Script): void {
  world.simulator.at(instantAt(at), 'story', deed, () => perform(world, deed, script));
}

const by = { who: 'ines', why: 'a life' };
const name = { account: 'acme', subject: 'sub_acme' };

/** At Stripe: at once. What Stripe would not let anybody do (pay what is paid) simply does not happen. */
const atStripe: Readonly<Partial<Record<Deed, (world: World, script: Script) => unknown>>> = {
  pays: ({ stripe }) => stripe.customerPays('in_1'),
  'pays in vain': ({ stripe }) => stripe.customerPays('in_1', { outcome: 'insufficient_funds' }),
  'stripe tries': ({ stripe }) => stripe.stripeCharges('in_1'),
  cancels: ({ stripe }) => stripe.cancelSubscription('sub_acme', { when: 'now' }),
  'cancels at period end': ({ stripe }) => stripe.cancelSubscription('sub_acme', { when: 'period_end' }),
  voids: ({ stripe }) => stripe.voidInvoice('in_1'),
  'brings a card': ({ stripe }, { newCard }) =>
    stripe.addCard('cus_acme', { id: 'pm_2', brand: 'mastercard', fingerprint: 'fp_2', charges: newCard }, onTop),
  disputes: ({ stripe }) => stripe.dispute('in_1'),
  'renews again': ({ stripe }) => stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' }),
  bounces: ({ mailbox }) => mailbox.bounce(lastToCustomer(mailbox)),
  complains: ({ mailbox }) => mailbox.complain(lastToCustomer(mailbox)),
};

/** Our own people's mailboxes are nobody's story. */
const lastToCustomer = ({ mails }: World['mailbox']): string => mails.findLast((mail) => !isInternal(mail))?.id ?? '';

const onTop = { default: true } as const;

/** Commands of operations: they live under the same faults as every function. */
const commands: Readonly<Partial<Record<Deed, (ports: Ports, world: World) => Promise<unknown>>>> = {
  nudges: (ports) => nudge(name, by, ports),
  restarts: (ports) => restart(name, by, ports),
  stops: (ports) => stop(name, by, ports),
  'aborts the execution': (ports, world) =>
    ports.workflows.stop('payment-recovery', world.executions().at(-1)?.name ?? '', 'somebody in the console'),
  'pauses everything': (ports) => pauseAll(by, ports),
  'resumes everything': (ports) => resumeAll(by, ports),
};

function perform(world: World, deed: Deed, script: Script): Promise<void> | undefined {
  const command = commands[deed];
  if (command)
    return world.invocations.run(
      { function: `ops ${deed}` },
      () => command(world.ports, world),
      () => {},
    );
  try {
    atStripe[deed]?.(world, script);
  } catch {
    world.faults?.count(`impossible: ${deed}`);
  }
  return undefined;
}

import type { FunctionName } from '../../lambdas/registry.ts';
import type { Target } from '../../local/faults/faults.ts';

const targets: readonly Target[] = ['store', 'stripe', 'ses', 'workflows', 'queues', 'bus', 'links'];

/** Who crashes at any rate; the others only in longer runs. */
const crashing: readonly FunctionName[] = [
  ...(['recovery-step', 'billing-events', 'stripe-webhook', 'dispatcher', 'sweep', 'mail-events'] as const),
];

const timedOut: readonly FunctionName[] = [
  ...(['recovery-step', 'billing-events', 'stripe-webhook', 'dispatcher', 'mail-events'] as const),
];

type Who = FunctionName | 'states' | `ops ${string}`;

/** Which call of whom something else came between: 500 lives show each of these some eight times or more. */
const preempted: Readonly<Partial<Record<Who, readonly Target[]>>> = {
  'recovery-step': ['store', 'stripe', 'workflows', 'queues', 'bus'],
  'billing-events': ['store', 'stripe', 'workflows', 'queues'],
  'stripe-webhook': ['queues'],
  dispatcher: ['store', 'stripe', 'ses', 'queues', 'links'],
  sweep: ['store', 'workflows', 'queues'],
  'mail-events': ['store', 'queues'],
  'execution-events': ['store'],
  states: ['store'],
  'ops nudges': ['store', 'workflows'],
  'ops restarts': ['store', 'workflows'],
};

const rarelyPreempted: typeof preempted = {
  'execution-events': ['queues', 'bus'],
  'ops stops': ['store', 'workflows'],
  'ops aborts the execution': ['workflows'],
};

const crashesOf = (who: FunctionName) => [`crash before a call: ${who}`, `crash after a call: ${who}`];
const killed = (who: FunctionName) => `killed by its timeout: ${who}`;
const preemptions = (table: typeof preempted) =>
  Object.entries(table).flatMap(([who, at]) => (at ?? []).map((target) => `preempted: ${who} at ${target}`));

/** Each of these happens somewhere in 500 lives, or the run proved nothing about it. */
export const usual: readonly string[] = [
  ...targets.flatMap((of) => [`${of} refused`, `${of} answer lost`, `slow ${of}`]),
  ...crashing.flatMap(crashesOf),
  ...timedOut.map(killed),
  ...preemptions(preempted),
  'index lag',
  'message delivered twice',
  'status event lost',
  'webhook delivered twice',
  'webhook late',
];

/** A few in a thousand lives: 2,000 have to show them. */
export const rare: readonly string[] = [
  ...crashesOf('execution-events'),
  killed('execution-events'),
  ...preemptions(rarelyPreempted),
];

/** Only where so much fails that the machine gives up does a case ask for attention. */
export const stormy: readonly string[] = [...crashesOf('case-attention'), killed('case-attention')];

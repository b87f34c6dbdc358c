import { type StateSpec, waitsForToken } from './graph/definition.ts';

interface Wakes {
  /** Ends any of the machine's interruptible waits. */
  readonly anywhere: readonly string[];
  /** Of one state, before the others. */
  readonly here: Readonly<Record<string, readonly string[]>>;
}

/** What makes a waiting run look again, by machine: the news that `lambdas/billing` and `lambdas/ops` raise. */
export const wakes = {
  'payment-recovery': {
    anywhere: [
      'a payment of the invoice that Stripe sees, by whomever and wherever it is made',
      'another card the customer chooses, or a card its network renews',
      'a cancellation, or one that is taken back',
      'the invoice voided, credited or written off at Stripe; another one that fails',
      'a dispute of the charge',
      'a person: npm run ops -- nudge, restart or stop',
      'recovery switched on or off, or everything going on after a pause by hand',
    ],
    here: {
      'Hold · 90 days': ['the customer resuming with one button: a payment ends the hold within seconds'],
      'Wait for a payday': ['the customer resuming with one button: a payment ends the pause within seconds'],
      'Wait for a person': ['the trouble being seen to, and a nudge: the step that failed is tried again'],
      'Wait to take over': ['Stripe being done with the invoice'],
    },
  },
} as const satisfies Readonly<Record<string, Wakes>>;

const known: Readonly<Record<string, Wakes>> = wakes;

/** Beside its time, what could end the wait in this state; a machine without a row is told by what its file says. */
export function wakesOf(machine: string, state: StateSpec): readonly string[] {
  const row = known[machine];
  if (waitsForToken(state))
    return row ? [...(row.here[state.name] ?? []), ...row.anywhere] : ['an answer to its task token'];
  if (state.fields.Type === 'Wait') return ['nothing but its time: it is a plain wait'];
  return ['the answer of what it has called, or the next try after an error'];
}

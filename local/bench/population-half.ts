import { after } from '../../lambdas/kernel/instant.ts';
import { acme, T, worldWith } from '../world/acme.ts';
import { type Customer, settleIn } from '../world/settle-in.ts';
import type { World } from '../world/world.ts';

const [from = 0, to = 0] = process.argv.slice(2).map(Number);

/** Each with a card of its own; what it answers is taken from a list in turn, so that a run is the same every time. */
const answers: readonly (readonly string[])[] = [
  ['insufficient_funds'],
  ['insufficient_funds', 'insufficient_funds', 'ok'],
  ['do_not_honor', 'do_not_honor', 'ok'],
  ['expired_card'],
  ['processing_error', 'ok'],
  ['authentication_required'],
];

const customer = (n: number): Customer => ({
  ...acme,
  id: `account-${n}`,
  contacts: [{ email: `owner-${n}@acme.test`, name: 'Ada Byron', role: 'owner' }],
  stripe: {
    customer: `cus_${n}`,
    subscription: `sub_${n}`,
    billingMode: 'flexible',
    cards: [
      {
        id: `pm_${n}`,
        brand: n % 3 === 0 ? 'mastercard' : 'visa',
        fingerprint: `fp_${n}`,
        exp: '2028-03',
        charges: answers[n % answers.length] ?? [],
      },
    ],
  },
});

/** A day's renewals, one every few seconds as they come in a real account. */
async function settleAndRenew(world: World): Promise<void> {
  const every = Math.floor(86_400_000 / (to - from));
  for (let n = from; n < to; n += 1) {
    await settleIn(world, customer(n));
    world.simulator.at(T + (n - from) * every, 'story', 'renewal', () => {
      world.stripe.renew({ subscription: `sub_${n}`, invoice: `in_${n}` });
    });
  }
}

export interface Half {
  readonly cases: number;
}

async function liveThrough(): Promise<Half> {
  // Thousands of refused writes are errors too, and nobody reads where they were thrown.
  Error.stackTraceLimit = 0;
  const world = await worldWith(acme);
  await settleAndRenew(world);
  await world.runUntil(after(T, { days: 28 }));
  return { cases: [...world.table.items()].filter(isCase).length };
}

const isCase = ({ sk }: Readonly<Record<string, unknown>>): boolean => /^CASE#[^#]+#[^#]+$/.test(String(sk));

if (import.meta.main) process.stdout.write(JSON.stringify(await liveThrough()));

import type { Outcome } from '../stripe/types.ts';

/** What happens to one account in a month; its card's charges in their order, the renewal first, the last one repeats. */
export interface Life {
  readonly name: string;
  /** Of all accounts. */
  readonly share: number;
  readonly charges: readonly Outcome[];
  /** Days after the failure at which the customer brings a card that works. */
  readonly newCardAfterDays?: number;
  readonly why: string;
}

/** Of 100 renewals this many fail at first. Our estimate, on the high side of the 5 to 10 that are usual for cards. */
export const failing = 0.1;

const ofFailing = (share: number): number => failing * share;

/** Every account renews once a month: the busiest case, a yearly plan costs a twelfth. */
export const lives: readonly Life[] = [
  {
    name: 'fails once, paid by the first retry',
    share: ofFailing(0.21),
    charges: ['insufficient_funds', 'ok'],
    why: '21 % are recovered before any mail (Churn Buster, via the Stripe facts)',
  },
  {
    name: 'fails twice, paid by a later retry',
    share: ofFailing(0.22),
    charges: ['processing_error', 'processing_error', 'ok'],
    why: 'with the row above 43 %: retries make 60 to 63 % of what is recovered (Churn Buster)',
  },
  {
    name: 'needs a new card and brings it',
    share: ofFailing(0.27),
    charges: ['lost_card'],
    newCardAfterDays: 3,
    why: 'the rest of the 70 % that is recovered in all (Churnkey 2024)',
  },
  {
    name: 'never pays, its card has no money',
    share: ofFailing(0.2),
    charges: ['insufficient_funds'],
    why: 'with the row below the 30 % that is lost; this one walks the whole ladder, pause and hold',
  },
  {
    name: 'never pays, its card expired',
    share: ofFailing(0.1),
    charges: ['expired_card'],
    why: 'the part of the lost that no retry can cure',
  },
  { name: 'pays', share: 1 - failing, charges: ['ok'], why: 'everybody else' },
];

/** Beside renewals. Each is one act at Stripe; how many webhooks come of it is Stripe's (here the fake's) business. */
export const happenings = {
  upcoming: { share: 1, why: 'Stripe announces each renewal some days before it' },
  planChange: { share: 0.02, why: 'our estimate: one account in fifty changes its plan in a month' },
  cardUpdate: { share: 0.03, why: 'our estimate: a card lives three years, and the networks renew it' },
  highValue: {
    share: 0.05,
    why: 'our estimate: one account in twenty is large enough for a person to be told of a failure',
  },
} as const;

export type Happening = keyof typeof happenings;

/** Spread evenly and always alike: any run of accounts holds nearly its share. The factors are irrational and unrelated. */
const spread = (index: number, by: number): number => ((index + 0.5) * by) % 1;

const factors: Readonly<Record<Happening | 'life', number>> = {
  life: (Math.sqrt(5) - 1) / 2,
  upcoming: Math.SQRT2,
  planChange: Math.sqrt(3),
  cardUpdate: Math.sqrt(7),
  highValue: Math.sqrt(11),
};

export function lifeOf(index: number): Life {
  const place = spread(index, factors.life);
  let sum = 0;
  for (const life of lives) {
    sum += life.share;
    if (place < sum) return life;
  }
  throw new RangeError('the shares of the lives do not add up to 1: mend local/cost/population.ts');
}

export const happensTo = (index: number, what: Happening): boolean =>
  spread(index, factors[what]) < happenings[what].share;

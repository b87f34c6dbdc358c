import type { Faults } from '../../local/faults/faults.ts';
import type { Outcome } from '../../local/stripe/index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** When the default ladder acts by itself, in milliseconds after the failed renewal: four retries, then the pause. */
export const rungs = [24, 72, 144, 240, 336].map((hours) => hours * HOUR);

/** What people, Stripe and operations do to one life from outside. */
export type Deed =
  | 'pays'
  | 'pays in vain'
  | 'stripe tries'
  | 'cancels'
  | 'cancels at period end'
  | 'voids'
  | 'brings a card'
  | 'disputes'
  | 'renews again'
  | 'nudges'
  | 'restarts'
  | 'stops'
  | 'aborts the execution'
  | 'bounces'
  | 'complains'
  | 'pauses everything'
  | 'resumes everything';

export interface Act {
  /** Milliseconds after the failed renewal. */
  readonly at: number;
  readonly deed: Deed;
}

/** Where a customer lives and pays: days are counted in the zone, minor units are the currency's own. */
export interface Where {
  readonly zone: string;
  readonly country: string;
  readonly currency: string;
  readonly amount: number;
}

/** One life as it is planned: the same seed always plans the same. */
export interface Script {
  readonly mode: 'live' | 'observe';
  readonly where: Where;
  /** The network's own advice counts on a Mastercard only. */
  readonly brand: 'visa' | 'mastercard' | 'amex';
  /** What the card answers, from the failed renewal on; the last one repeats. */
  readonly charges: readonly Outcome[];
  readonly newCard: readonly Outcome[];
  /** A second subscription of the customer fails on the same card in the same second. */
  readonly twoSubscriptions: boolean;
  readonly acts: readonly Act[];
  readonly until: number;
}

/** Step Functions' own writes of waits, and of those that end in seconds; our clearing of a wait that was answered; our writes of a card's slots. */
export type SlowCall = 'waits' | 'parks' | 'clearings' | 'slots' | 'openings';

/** Makes some things likelier, so that a race shows in few lives. */
export interface Focus {
  readonly deeds?: readonly Deed[];
  /** Instants the deeds happen around; default: anywhere, often around a rung. */
  readonly around?: readonly number[];
  readonly within?: number;
  readonly mode?: Script['mode'];
  readonly where?: Where;
  readonly charges?: readonly Outcome[];
  readonly newCard?: readonly Outcome[];
  readonly twoSubscriptions?: boolean;
  readonly until?: number;
  /** Calls of one kind are often on their way for seconds: what another does meanwhile is a race. */
  readonly slow?: SlowCall;
}

const home: Where = { zone: 'America/New_York', country: 'US', currency: 'usd', amount: 4900 };

/** The clocks change in New York before the first of them and in none during the ladder; Kolkata is half an hour off. */
const places: readonly Where[] = [
  home,
  { zone: 'Europe/London', country: 'GB', currency: 'gbp', amount: 3900 },
  { zone: 'Europe/Berlin', country: 'DE', currency: 'eur', amount: 4500 },
  { zone: 'Asia/Tokyo', country: 'JP', currency: 'jpy', amount: 6800 },
  { zone: 'Australia/Sydney', country: 'AU', currency: 'aud', amount: 7500 },
  { zone: 'Asia/Kolkata', country: 'IN', currency: 'inr', amount: 399_900 },
  { zone: 'America/Sao_Paulo', country: 'BR', currency: 'brl', amount: 24_900 },
  { zone: 'Pacific/Auckland', country: 'NZ', currency: 'nzd', amount: 7900 },
];

const advised = (more: object): Outcome => ({ code: 'card_declined', decline_code: 'generic_decline', ...more });

/** Every class that may get better by itself, in the ways banks say it. */
const soft: readonly Outcome[] = [
  'processing_error',
  'insufficient_funds',
  'insufficient_funds',
  'card_velocity_exceeded',
  'generic_decline',
  'do_not_honor',
  'issuer_not_available',
  'try_again_later',
  'a_code_nobody_knows',
  advised({ advice_code: 'try_again_later' }),
  advised({ network_advice_code: '02' }),
  advised({ network_advice_code: '25' }),
  advised({ outcome_reason: 'previously_declined_do_not_retry' }),
];
/** Every class that needs the customer or a person. */
const hard: readonly Outcome[] = [
  'lost_card',
  'stolen_card',
  'expired_card',
  'authentication_required',
  'revocation_of_authorization',
  'fraudulent',
  advised({ advice_code: 'do_not_try_again' }),
  advised({ network_advice_code: '03' }),
  advised({ network_advice_code: '21' }),
];

const detail = (end: string): Outcome =>
  Object.fromEntries([
    ['pending', '2d'],
    ['then', end],
  ]);

/** Bank debits and the like: two days of nobody knowing. */
const slow: readonly Outcome[] = ['ok', 'insufficient_funds'].map((end) => detail(end));

/** How often a life meets each deed, out of a hundred draws. */
const weights: Readonly<Record<Deed, number>> = {
  pays: 26,
  'pays in vain': 6,
  'stripe tries': 8,
  cancels: 9,
  'cancels at period end': 3,
  voids: 4,
  'brings a card': 10,
  disputes: 3,
  'renews again': 6,
  nudges: 7,
  restarts: 6,
  stops: 2,
  'aborts the execution': 3,
  bounces: 3,
  complains: 2,
  'pauses everything': 1,
  'resumes everything': 1,
};

const ends: ReadonlySet<Deed> = new Set(['pays', 'cancels', 'voids', 'stops', 'disputes']);

const draws = (Object.keys(weights) as Deed[]).flatMap((deed) => Array.from({ length: weights[deed] }, () => deed));

const pick = <T>(dice: Faults, from: readonly [T, ...T[]] | readonly T[]): T =>
  from[Math.floor(dice.random() * from.length)] as T;

export function plan(dice: Faults, focus: Focus = {}): Script {
  const acts = actsOf(dice, focus);
  const two = focus.twoSubscriptions ?? dice.random() < 0.12;
  return {
    mode: focus.mode ?? (dice.random() < 0.06 ? 'observe' : 'live'),
    where: focus.where ?? (dice.random() < 0.5 ? home : pick(dice, places)),
    brand: pick(dice, ['visa', 'visa', 'mastercard', 'mastercard', 'amex']),
    charges: focus.charges ?? answers(dice, two),
    newCard: focus.newCard ?? [answer(dice), answer(dice)],
    twoSubscriptions: two,
    acts,
    until: focus.until ?? endOf(acts, dice),
  };
}

/** A payment in processing is left to the first retry: a final one that fails days later is a question of its own. */
function answers(dice: Faults, two: boolean): Outcome[] {
  const first = pick(dice, dice.random() < 0.85 ? soft : hard);
  const second = !two && dice.random() < 0.06 ? pick(dice, slow) : answer(dice);
  return [first, second, answer(dice), answer(dice), answer(dice)];
}

function answer(dice: Faults): Outcome {
  const sort = dice.random();
  if (sort < 0.24) return 'ok';
  return sort < 0.32 ? pick(dice, hard) : pick(dice, soft);
}

function actsOf(dice: Faults, focus: Focus): Act[] {
  const deeds = focus.deeds ?? Array.from({ length: dice.between(0, 4) }, () => pick(dice, draws));
  return deeds.map((deed) => ({ deed, at: instantOf(dice, focus) })).sort((a, b) => a.at - b.at);
}

/** Half of what happens comes within seconds of what we do ourselves: that is where the races are. */
function instantOf(dice: Faults, { around, within = 4000 }: Focus): number {
  if (around) return Math.max(1, pick(dice, around) + dice.between(-within, within));
  if (dice.random() < 0.5) return pick(dice, rungs) + dice.between(-1000, 4000);
  return dice.between(1, dice.random() < 0.2 ? 2 * HOUR : 15 * DAY);
}

/** Many lives end early; some are watched through the whole hold. */
function endOf(acts: readonly Act[], dice: Faults): number {
  const last = acts.at(-1)?.at ?? 0;
  if (acts.some(({ deed }) => ends.has(deed))) return last + 2 * DAY;
  const days = pick(dice, [3, 7, 11, 16, 16, 106]);
  return Math.max(days * DAY, last + DAY);
}

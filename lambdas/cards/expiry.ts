import type { Card, Subscription } from '../billing/model.ts';
import { addMonths, startOfDate } from '../kernel/calendar.ts';
import { addMonthsToDate, formatCivilDate } from '../kernel/civil-date.ts';
import { after, before, type Instant, instant, latest, milliseconds } from '../kernel/instant.ts';

export type Expiring = Pick<Card, 'expMonth' | 'expYear'>;

/** `2026-11`; undefined for what has no date, as bank debits have none. */
export function monthOf({ expMonth, expYear }: Expiring): string | undefined {
  if (!expMonth || !expYear || expMonth > 12) return undefined;
  return formatCivilDate({ year: expYear, month: expMonth, day: 1 }).slice(0, 7);
}

/** A card is valid through the last day of its month (facts 4.7): from this instant on it is not, where its holder lives. */
export function validUntil({ expMonth = 1, expYear = 1970 }: Expiring, zone: string): Instant {
  const following = addMonthsToDate({ year: expYear, month: expMonth, day: 1 }, 1);
  return startOfDate(formatCivilDate(following), zone);
}

type Cycle = Pick<Subscription, 'periodEnd' | 'interval' | 'intervalCount'>;

/** Stripe bills in UTC; a month that lacks the day is billed on its last one. */
function charge(first: Instant, { interval, intervalCount = 1 }: Cycle, times: number): Instant {
  const count = times * intervalCount;
  if (interval === 'month' || interval === 'year')
    return addMonths(first, interval === 'year' ? 12 * count : count, 'UTC');
  return after(first, { days: interval === 'week' ? 7 * count : count });
}

/** More charges than a daily plan has in the longest reminder: what runs past it has no cycle worth looking at. */
const mostCharges = 400;

export interface Charges {
  /** The first charge that the card as it stands cannot pay. */
  readonly failing: Instant;
  /** The one before, where it is still to come. */
  readonly last?: Instant;
}

/** The charges on both sides of the card's last day; undefined when the subscription does not say when it bills. */
export function chargesAround(expires: Instant, cycle: Cycle): Charges | undefined {
  const { periodEnd, interval } = cycle;
  if (periodEnd === undefined || interval === undefined) return undefined;
  for (let times = 0; times < mostCharges; times += 1) {
    const failing = charge(periodEnd, cycle, times);
    if (failing >= expires) return { failing, ...(times > 0 ? { last: charge(periodEnd, cycle, times - 1) } : {}) };
  }
  return undefined;
}

/** A charge is settled, or its failure is a case of its own, a day later. */
const settling = { days: 1 } as const;

/** Spread over at most this many days: companies that bill everybody on one day would write to everybody on one day. */
const spreadDays = 6;

/**
 * Some days before the first charge that would fail, never before the charge that still works: so a yearly plan is
 * reminded of its renewal, not of its card. `place` in [0, 1) says where in the spread this account stands.
 */
export function remindAt({ failing, last }: Charges, remindDays: number, place: number): Instant {
  const first = latest(before(failing, { days: remindDays }), last === undefined ? instant(0) : after(last, settling));
  const room = Math.max(0, failing - first) / 2;
  const spread = Math.min(milliseconds({ days: spreadDays }), room);
  return instant(first + Math.floor(place * spread));
}

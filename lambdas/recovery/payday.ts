import { localDayNumber } from '../kernel/calendar.ts';
import { addMonthsToDate, dateOfDay, dayNumberOf, daysInMonth, formatCivilDate } from '../kernel/civil-date.ts';
import { closedBecause, nthWorkingDayFrom, workingDayUpTo } from '../kernel/holidays/working-days.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Payday } from '../kernel/paydays.ts';

/** What of the policy and the account tells on which days there is money. */
export interface PaydayRules {
  /** A card's own history is believed from so many payments on. */
  readonly provenDays: number;
  /** Whose bank holidays count; absent: only weekends are left out. */
  readonly country?: string;
  /** The usual paydays there; empty: the calendar says nothing. */
  readonly days: readonly Payday[];
}

/** A day on which there is probably money, and why we think so. */
export interface MoneyDay {
  readonly day: string;
  readonly by: 'card' | 'country';
  readonly why: string;
}

/** A card that has paid on more different days than this has no payday of its own. */
const mostOwnDays = 4;

interface Known {
  readonly by: 'card' | 'country';
  readonly days: readonly Payday[];
  readonly words: (nominal: string) => string;
}

/**
 * The days of money from one calendar day to another, both included, earliest first. Who knows best speaks alone: the
 * card's own payments before the country's calendar. Weekends and bank holidays move to the working day before.
 */
export function moneyDays(
  rules: PaydayRules,
  paidOn: readonly Instant[],
  zone: string,
  span: { readonly from: number; readonly to: number },
): readonly MoneyDay[] {
  const known = ofCard(rules, paidOn, zone) ?? ofCountry(rules);
  if (!known) return [];
  return monthsOf(span)
    .flatMap((month) => known.days.map((one) => dayIn(month, one, rules.country)))
    .filter(({ day }) => day >= span.from && day <= span.to)
    .sort((a, b) => a.day - b.day)
    .map(({ day, nominal, moved }) => ({
      day: formatCivilDate(dateOfDay(day)),
      by: known.by,
      why: known.words(nominal) + (moved ? `, and that is ${moved}, so the working day before` : ''),
    }));
}

/** The days of the month on which it paid most often: a histogram of at least `provenDays` payments. */
function ofCard({ provenDays }: PaydayRules, paidOn: readonly Instant[], zone: string): Known | undefined {
  if (paidOn.length < provenDays) return undefined;
  const counts = new Map<number, number>();
  for (const at of paidOn) {
    const { day } = dateOfDay(localDayNumber(at, zone));
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const days = [...counts].filter(([, count]) => count === most).map(([day]) => day);
  if (days.length > mostOwnDays) return undefined;
  return {
    by: 'card',
    days,
    words: (nominal) => `this card has paid on the ${nominal} before (${paidOn.length} payments)`,
  };
}

function ofCountry({ country, days }: PaydayRules): Known | undefined {
  if (country === undefined || days.length === 0) return undefined;
  return { by: 'country', days, words: (nominal) => `a usual payday in ${country} is the ${nominal}` };
}

interface Month {
  readonly year: number;
  readonly month: number;
}

/** One more than the span touches: the first of the next month may be kept on the last days of this one. */
function monthsOf({ from, to }: { readonly from: number; readonly to: number }): readonly Month[] {
  const first = { ...dateOfDay(from), day: 1 };
  const last = dateOfDay(to);
  const count = (last.year - first.year) * 12 + last.month - first.month + 2;
  return Array.from({ length: Math.max(count, 0) }, (_, index) => addMonthsToDate(first, index));
}

interface Kept {
  readonly day: number;
  /** "15th", as the rule calls it. */
  readonly nominal: string;
  /** Why it is kept on an earlier day. */
  readonly moved?: string | undefined;
}

/** No country: nobody's holidays, and the usual weekend. */
const nowhere = '';

function dayIn({ year, month }: Month, payday: Payday, country = nowhere): Kept {
  const length = daysInMonth(year, month);
  const last = dayNumberOf({ year, month, day: length });
  if (payday === 'last') return { day: workingDayUpTo(last, country), nominal: 'last working day' };
  const first = last - length + 1;
  if (payday === 'fifth-working-day')
    return { day: nthWorkingDayFrom(first, 5, country), nominal: 'fifth working day' };
  const nominal = first + Math.min(payday, length) - 1;
  return {
    day: workingDayUpTo(nominal, country),
    nominal: ordinal(Math.min(payday, length)),
    moved: closedBecause(nominal, country),
  };
}

function ordinal(day: number): string {
  const ending = day > 10 && day < 14 ? undefined : { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10];
  return `${day}${ending ?? 'th'}`;
}

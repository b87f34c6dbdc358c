import type { Subscription } from './objects.ts';
import { copy } from './world.ts';

/** The end of a billing period in epoch seconds. Months keep the anchor's day where the month has it (31 → 30, 28). */
export function addInterval(from: number, interval: string, count: number, anchor: number): number {
  if (interval === 'day') return from + count * 86_400;
  if (interval === 'week') return from + count * 7 * 86_400;
  const start = new Date(from * 1000);
  const months = start.getUTCFullYear() * 12 + start.getUTCMonth() + count * (interval === 'year' ? 12 : 1);
  const [year, month] = [Math.floor(months / 12), months % 12];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(new Date(anchor * 1000).getUTCDate(), lastDay);
  return Math.floor(start.setUTCFullYear(year, month, day) / 1000);
}

export interface Period {
  readonly start: number;
  readonly end: number;
}

export const periodOf = (subscription: Subscription): Period => ({
  start: Math.min(...subscription.items.data.map((item) => item.current_period_start)),
  end: Math.max(...subscription.items.data.map((item) => item.current_period_end)),
});

/** The period of an anchored subscription that contains `now`. */
export function periodAt(anchor: number, interval: string, count: number, now: number): Period {
  let start = anchor;
  let end = addInterval(start, interval, count, anchor);
  while (end <= now) {
    start = end;
    end = addInterval(start, interval, count, anchor);
  }
  return { start, end };
}

/** "3d", "2h30m" in seconds. */
export function durationSeconds(duration: string): number {
  const unit: Record<string, number> = { d: 86_400, h: 3600, m: 60, s: 1 };
  const parts = [...duration.matchAll(/(\d+)([dhms])/g)];
  if (parts.length === 0) throw new Error(`"${duration}" is not a duration: write it like 3d or 2h30m`);
  return parts.reduce((sum, [, count, name]) => sum + Number(count) * (unit[name ?? ''] ?? 0), 0);
}

export function recurring(subscription: Subscription): { interval: string; interval_count: number } {
  return subscription.items.data[0]?.price.recurring ?? { interval: 'month', interval_count: 1 };
}

/** Moves all items to a period; returns what `previous_attributes` says of it. */
export function setPeriod(subscription: Subscription, period: Period): { items: unknown } {
  const previous = { items: copy(subscription.items) };
  for (const item of subscription.items.data) {
    Object.assign(item, { current_period_start: period.start, current_period_end: period.end });
  }
  return previous;
}

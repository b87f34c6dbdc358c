import type { Card } from '../billing/model.ts';
import { shardOf } from '../kernel/ids.ts';
import { before, type Instant, toIso } from '../kernel/instant.ts';
import type { Path } from '../kernel/rows.ts';
import { monthOf, validUntil } from './expiry.ts';

/** The lane of the due index; the one-minute sweep does not walk it, the daily scan does. */
export const expiryLane = 'card-expiry';

export const expiryDue = (
  account: string,
  card: string,
  at: Instant,
): readonly (readonly [Path & string, string])[] => [
  ['duePk', `${expiryLane}#all#${shardOf(account)}`],
  ['dueSk', `${toIso(at)}#${account}#${card}`],
];

/** No zone is further ahead of UTC than this, and a day more costs one look. */
const margin = 2;

/**
 * When a card is looked at for the first time: before the earliest reminder its date can lead to. Cards without a date, and
 * those that expired before today, are not looked at.
 */
export function firstLook(card: Card, remindDays: number, now: Instant): Instant | undefined {
  if (card.type !== 'card' || !monthOf(card)) return undefined;
  const expires = validUntil(card, 'UTC');
  return expires < before(now, { days: margin }) ? undefined : before(expires, { days: remindDays + margin });
}

import { type Instant, parseInstant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent } from '../kernel/rows.ts';
import { type Attempt, attemptRow, parseAttempt, type Tried } from './attempt-row.ts';

type Store = Pick<Ports, 'rows'>;

/** Somebody else's attempt: whoever tells of it first writes it, the others find it. */
export async function keepForeign(store: Store, tried: Tried): Promise<void> {
  await store.rows.put(attemptRow(tried), ifAbsent);
}

/** Our own: what came later is known better (money that was on its way has arrived or bounced). */
export async function keepOwn(store: Store, tried: Tried): Promise<void> {
  const { pk, sk, ...known } = attemptRow(tried);
  const told = Object.entries(known).filter(([, value]) => value !== undefined);
  const remove = known.outcome === 'declined' ? [] : ['code', 'class', 'reason'];
  await store.rows.update({ pk, sk }, { set: told, remove });
}

/** What only an echo of our call could tell: the charge behind it. A row that is not written yet gets it with its result. */
export async function keepCharge(
  store: Store,
  { budget, id, at }: Pick<Tried, 'budget' | 'id' | 'at'>,
  charge: string,
): Promise<void> {
  const { pk, sk } = attemptRow({ budget, id, at, actor: 'us', result: 'paid' });
  await store.rows.update({ pk, sk }, { set: [['charge', charge]], if: { kind: 'present', path: 'pk' } });
}

/** At most so many rows of one card are looked at: a year of daily attempts. */
const mostRead = 400;

/** The attempts on one card, newest first. */
export async function attemptsOn(store: Store, budget: string, since?: Instant): Promise<readonly Attempt[]> {
  const sk = since === undefined ? { prefix: 'TRY#' } : { from: `TRY#${toIso(since)}`, to: 'TRY#~' };
  const { items } = await store.rows.query({ pk: `CARD#${budget}`, sk, newestFirst: true, limit: mostRead });
  return items.map(parseAttempt);
}

/** When charges on this card went through, oldest first, whoever made them: the card's own paydays are read from it. */
export async function successDaysOf(store: Store, budget: string, since?: Instant): Promise<readonly Instant[]> {
  const paid = (await attemptsOn(store, budget, since)).filter(({ outcome }) => outcome === 'paid');
  return paid.map(({ at }) => parseInstant(at)).reverse();
}

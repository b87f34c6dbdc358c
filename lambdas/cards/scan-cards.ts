import type { Ports } from '../kernel/ports.ts';
import { SweepRound } from '../ops/sweep-round.ts';
import { expiryLane } from './expiry-due.ts';
import { type Looked, lookAtCard } from './look-at-card.ts';

/** Of the function's 300 seconds (registry): what is left over is for tomorrow's scan. */
const patience = { seconds: 270 } as const;

export interface Scanned {
  readonly cards: number;
  readonly reminded: number;
  readonly failed: number;
}

/** Once a day over the cards whose date comes near, and over no others: Stripe sends no event for it (facts, finding 11). */
export async function scanCards(ports: Ports): Promise<Scanned> {
  const round = new SweepRound(ports, patience);
  const looked: Looked[] = [];
  const cards = await round.lane(expiryLane, ports.clock.now(), async ({ account, sk }) => {
    looked.push(await lookAtCard(String(account), sk, ports));
  });
  if (round.isOver()) ports.log.warn('the card scan ran out of time', { count: cards });
  const scanned = { cards, reminded: looked.filter((one) => one === 'remind').length, failed: round.failed };
  ports.log.info('card scan done', { count: cards, messages: scanned.reminded, failed: round.failed });
  return scanned;
}

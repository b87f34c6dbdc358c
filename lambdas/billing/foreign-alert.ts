import type { Case } from '../cases/case.ts';
import { type Instant, parseInstant } from '../kernel/instant.ts';
import type { DomainEvent } from '../kernel/ports.ts';
import { parseRecovery } from '../recovery/state.ts';
import type { Card } from './model.ts';

export interface ForeignAttempt {
  readonly invoice: string;
  readonly card: Pick<Card, 'type'>;
  readonly at: Instant;
  readonly actor: string;
  /** The charge, or the event that told of it. */
  readonly key: string;
}

/**
 * Stripe itself charged an invoice whose collection we had switched off: somebody switched it on again, or two tools
 * collect one debt. What the customer does is no alarm, nor is money of ours that was on its way and has arrived.
 */
export function foreignAlert(row: Case, { invoice, card, at, actor, key }: ForeignAttempt): DomainEvent | undefined {
  if (actor !== 'stripe' || row.mode !== 'live' || card.type !== 'card') return undefined;
  const { taken, results } = parseRecovery(row.data);
  const since = taken[invoice];
  const ours = Object.values(results).some((one) => one.kind === 'processing' && one.invoice === invoice);
  if (!since || ours || at <= parseInstant(since.at)) return undefined;
  return {
    id: `alert/foreign_attempt/${row.account}/${row.subject}/${row.run}/${key}`,
    type: 'alert',
    account: row.account,
    detail: {
      alert: 'foreign_attempt',
      case: row.sk,
      invoice,
      charge: key,
      why: `Stripe charged ${invoice} by itself after ${since.at}, when its own retries were switched off`,
    },
  };
}

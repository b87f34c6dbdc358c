import type { Case } from '../cases/case.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { EventPlan } from './event-plan.ts';
import type { StripeEventEnvelope } from './stripe-event.ts';

export type Handled = Extract<EventPlan, { kind: 'handle' }>;

export interface Happening {
  readonly event: StripeEventEnvelope;
  readonly plan: Handled;
  readonly account: string;
  /** Accounts its customer belonged to before. */
  readonly former: readonly string[];
  readonly customer: string;
  /** The recovery cases of this account that are not closed, and those its customer left elsewhere. */
  readonly open: readonly Case[];
}

/** An event that changed no item leaves a row of its own for 30 days, so that "why did nothing happen?" has an answer. */
export async function remember(event: StripeEventEnvelope, why: string, ports: Ports): Promise<void> {
  ports.log.info('event changed nothing', { event: event.id, type: event.type, why });
  const now = ports.clock.now();
  const ttl = Math.floor(now / 1000) + 30 * 86_400;
  await ports.rows.put({
    pk: `EVENT#${event.id}`,
    sk: 'EVENT',
    entity: 'event',
    type: event.type,
    why,
    at: toIso(now),
    ttl,
  });
}

/** Stripe names the request of whoever pays on its pages or through its API; what it does by itself has none. */
export const actorOf = ({ request }: Happening['event']): 'customer' | 'stripe' => (request ? 'customer' : 'stripe');

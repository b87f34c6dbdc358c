import type Stripe from 'stripe';
import { fromSeconds } from '../../lambdas/kernel/instant.ts';
import { stripeProblem } from './mistake.ts';
import type { EndpointMark, EndpointSeen, PortalSeen } from './plan.ts';

export type ConnectStripe = Pick<Stripe, 'accounts' | 'billingPortal' | 'webhookEndpoints'>;

/** The keys of our metadata on what we make at Stripe. */
export const marks = { stage: 'holdfast_stage', state: 'holdfast_state' } as const;

const states: readonly EndpointMark[] = ['new', 'active', 'replaced'];

export async function readEndpoints({ webhookEndpoints }: Pick<ConnectStripe, 'webhookEndpoints'>) {
  const found: EndpointSeen[] = [];
  try {
    for await (const one of webhookEndpoints.list({ limit: 100 })) found.push(endpointSeen(one));
  } catch (error) {
    throw stripeProblem(error, 'list webhook endpoints');
  }
  return found;
}

const endpointSeen = (one: Stripe.WebhookEndpoint): EndpointSeen => ({
  id: one.id,
  url: one.url,
  enabled: one.status === 'enabled',
  apiVersion: one.api_version ?? undefined,
  events: one.enabled_events,
  created: fromSeconds(one.created),
  stage: one.metadata[marks.stage],
  mark: states.find((state) => state === one.metadata[marks.state]),
});

export async function readPortals({ billingPortal }: Pick<ConnectStripe, 'billingPortal'>) {
  const found: PortalSeen[] = [];
  try {
    for await (const one of billingPortal.configurations.list({ limit: 100, active: true }))
      found.push({
        id: one.id,
        stage: one.metadata?.[marks.stage],
        isDefault: one.is_default,
        updatesCard: one.features.payment_method_update.enabled,
        cancels: one.features.subscription_cancel.enabled,
      });
  } catch (error) {
    throw stripeProblem(error, 'list portal configurations');
  }
  return found;
}

/** Whose key it is. A restricted key may not always say. */
export async function readAccount({ accounts }: Pick<ConnectStripe, 'accounts'>): Promise<string | undefined> {
  try {
    return (await accounts.retrieveCurrent()).id;
  } catch (error) {
    const { statusCode }: { statusCode?: unknown } = Object(error);
    if (statusCode === 403) return undefined;
    throw stripeProblem(error, 'say whose key it is');
  }
}

import type Stripe from 'stripe';
import { handledTypes } from '../../lambdas/billing/event-types.ts';

/** What is set in Stripe's dashboard for one endpoint. A thin type is another kind of event, which that list does not offer. */
export const endpointTypes: readonly string[] = Object.entries(handledTypes)
  .filter(([, { reason }]) => !reason.startsWith('thin event'))
  .map(([type]) => type);

export type EndpointState =
  | { readonly kind: 'good' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'without'; readonly types: readonly string[] }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Whether Stripe sends to this address what Holdfast acts on. A restricted key often may not look. */
export async function readEndpoint(stripe: Pick<Stripe, 'webhookEndpoints'>, url: string): Promise<EndpointState> {
  try {
    const { data } = await stripe.webhookEndpoints.list({ limit: 100 });
    const found = data.find((endpoint) => endpoint.url === url);
    if (!found) return { kind: 'absent' };
    if (found.status !== 'enabled') return { kind: 'disabled' };
    const sent = new Set<string>(found.enabled_events);
    const types = sent.has('*') ? [] : endpointTypes.filter((type) => !sent.has(type));
    return types.length > 0 ? { kind: 'without', types } : { kind: 'good' };
  } catch (error) {
    return { kind: 'unreadable', why: String(Object(error).type ?? Object(error).name ?? 'Error') };
  }
}

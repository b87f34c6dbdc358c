import { type Instant, milliseconds } from '../../lambdas/kernel/instant.ts';
import type { EndpointSeen } from '../connect/plan.ts';
import { endpointTypes } from '../stage/stripe-endpoint.ts';
import { type Finding, fail, pass, warn } from './finding.ts';

export interface EndpointFacts {
  readonly url: string;
  readonly endpoints: readonly EndpointSeen[];
  /** What our own client is pinned to. */
  readonly apiVersion: string;
  /** Events that some endpoint has not taken, at most a page of them, of the last three days. */
  readonly undelivered: readonly { readonly type: string; readonly created: Instant }[];
  readonly now: Instant;
}

const fixedBy = 'npm run stripe:connect puts it right';

/** The endpoint of this stage: marked by us, else the one at its address. */
export const ownEndpoint = ({ endpoints, url }: Pick<EndpointFacts, 'endpoints' | 'url'>): EndpointSeen | undefined =>
  endpoints.find((one) => one.mark === 'active' && one.url === url) ?? endpoints.find((one) => one.url === url);

/** Whether Stripe's events reach us, all of them, in the shape our client knows. */
export function judgeEndpoint(facts: EndpointFacts): readonly Finding[] {
  const own = ownEndpoint(facts);
  if (!own) return [fail(`Stripe has no webhook endpoint for ${facts.url}`, fixedBy)];
  return [
    own.enabled ? pass('the webhook endpoint is enabled') : fail('the webhook endpoint is disabled', fixedBy),
    events(own),
    own.apiVersion === facts.apiVersion
      ? pass(`the endpoint sends API version ${facts.apiVersion}, as our client is pinned`)
      : fail(
          `the endpoint sends API version ${own.apiVersion ?? 'of the account'}, our client is pinned to ${facts.apiVersion}`,
          fixedBy,
        ),
    deliveries(facts),
  ];
}

function events({ events: sent }: EndpointSeen): Finding {
  const has = new Set(sent);
  if (has.has('*'))
    return warn('the endpoint gets every event there is', `${endpointTypes.length} are needed, ${fixedBy}`);
  const missing = endpointTypes.filter((type) => !has.has(type));
  if (missing.length === 0) return pass(`the endpoint gets all ${endpointTypes.length} events`);
  return fail(`the endpoint lacks ${missing.length} events, ${missing[0]} among them`, fixedBy);
}

/** Younger ones may still be on their way. */
const patience = { minutes: 60 } as const;
const handled: ReadonlySet<string> = new Set(endpointTypes);

function deliveries({ undelivered, now }: EndpointFacts): Finding {
  const stuck = undelivered.filter(({ type, created }) => handled.has(type) && now - created > milliseconds(patience));
  if (stuck.length === 0) return pass('no event of the last three days waits for delivery longer than an hour');
  return warn(
    `${stuck.length}${undelivered.length >= 100 ? ' or more' : ''} events of the last three days were not taken by some endpoint (${stuck[0]?.type})`,
    'look at Developers, Webhooks in Stripe; what was ours and lost, the reconciler finds',
  );
}

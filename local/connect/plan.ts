import { after, type Instant, toIso } from '../../lambdas/kernel/instant.ts';
import { ConnectError } from './mistake.ts';

export type EndpointMark =
  /** Made, but its secret is not stored yet. */
  | 'new'
  | 'active'
  /** Another one has taken its place; it goes when nothing of Stripe's is signed with its secret any more. */
  | 'replaced';

export interface EndpointSeen {
  readonly id: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly apiVersion: string | undefined;
  readonly events: readonly string[];
  readonly created: Instant;
  /** Of our metadata; undefined: made by hand, or another tool's. */
  readonly stage: string | undefined;
  readonly mark: EndpointMark | undefined;
}

export interface PortalSeen {
  readonly id: string;
  readonly stage: string | undefined;
  readonly isDefault: boolean;
  readonly updatesCard: boolean;
  readonly cancels: boolean;
}

export interface Seen {
  readonly endpoints: readonly EndpointSeen[];
  readonly portals: readonly PortalSeen[];
  /** Signing secrets that are stored: 0, 1 or, while one is rolled, 2. */
  readonly secrets: number;
  /** Whether the key in use is the one that is stored. */
  readonly keyStored: boolean;
}

export interface Wanted {
  readonly stage: string;
  readonly url: string;
  readonly apiVersion: string;
  readonly events: readonly string[];
  readonly rotate: boolean;
  readonly portalCancelOff: boolean;
}

export type Step =
  | { readonly kind: 'store-key' }
  | { readonly kind: 'delete-endpoint'; readonly id: string; readonly why: string }
  | { readonly kind: 'create-endpoint' }
  | { readonly kind: 'update-endpoint'; readonly id: string; readonly what: readonly string[] }
  /** A second one is made; `keepsOld`: both secrets count until the old one is retired. */
  | { readonly kind: 'replace-endpoint'; readonly id: string; readonly why: string; readonly keepsOld: boolean }
  | { readonly kind: 'retire-endpoint'; readonly id: string }
  | { readonly kind: 'create-portal' }
  | { readonly kind: 'update-portal'; readonly id: string }
  | { readonly kind: 'turn-off-portal-cancel'; readonly id: string };

export interface Plan {
  readonly steps: readonly Step[];
  /** What stays as it is for now, and why. */
  readonly notes: readonly string[];
  /** In use already and right. */
  readonly endpoint: string | undefined;
  readonly portal: string | undefined;
}

/** Stripe repeats a delivery for up to three days, signed with the secret of the endpoint it was made for (facts stripe §4.3). */
export const overlap = { days: 3 } as const;

/** What has to be done at Stripe, from what stands there. Twice the same look gives nothing to do the second time. */
export function planConnect(seen: Seen, wanted: Wanted, now: Instant): Plan {
  const ours = seen.endpoints.filter(({ stage }) => stage === wanted.stage);
  const current = currentOf(seen, ours, wanted);
  const replaced = ours.filter(({ mark }) => mark === 'replaced');
  const steps = endpointSteps(current, seen, wanted);
  const [former] = replaced;
  if (former && steps.some((step) => step.kind === 'replace-endpoint' && step.keepsOld))
    throw new ConnectError(
      `a rotation is under way: the endpoint before (${former.id}) goes first, run npm run stripe:connect again from ${toIso(goesAt(current, now))} on`,
    );
  // Without a stored secret nothing that is signed with an old one can be believed any more.
  const isOver = seen.secrets === 0 || goesAt(current, now) <= now;
  const portal = seen.portals.find(({ stage }) => stage === wanted.stage);
  return {
    endpoint: current?.id,
    portal: portal?.id,
    steps: [
      ...(seen.keyStored ? [] : [{ kind: 'store-key' } as const]),
      ...ours.filter(({ mark }) => mark === 'new').map(unfinished),
      ...steps,
      ...(isOver ? replaced.map(({ id }) => ({ kind: 'retire-endpoint', id }) as const) : []),
      ...portalSteps(portal, seen, wanted),
    ],
    notes: isOver
      ? []
      : replaced.map(
          ({ id }) => `the endpoint before, ${id}, stays until ${toIso(goesAt(current, now))}: both secrets count`,
        ),
  };
}

/** The endpoint in use: the newest of ours, else one that somebody made by hand for this very address. */
function currentOf({ endpoints }: Seen, ours: readonly EndpointSeen[], { url }: Wanted): EndpointSeen | undefined {
  const active = ours.filter(({ mark }) => mark === 'active').sort((a, b) => b.created - a.created);
  return active[0] ?? endpoints.find((one) => one.stage === undefined && one.url === url);
}

const goesAt = (current: EndpointSeen | undefined, now: Instant): Instant => after(current?.created ?? now, overlap);

const unfinished = ({ id }: EndpointSeen): Step => ({
  kind: 'delete-endpoint',
  id,
  why: 'a run was interrupted before its secret was stored',
});

function endpointSteps(current: EndpointSeen | undefined, seen: Seen, wanted: Wanted): readonly Step[] {
  if (!current) return [{ kind: 'create-endpoint' }];
  const { id } = current;
  const keepsOld = seen.secrets > 0;
  if (current.apiVersion !== wanted.apiVersion) {
    const why = `it sends API version ${current.apiVersion ?? 'of the account'}, needed is ${wanted.apiVersion}, and Stripe cannot change that`;
    return [{ kind: 'replace-endpoint', id, why, keepsOld }];
  }
  if (!keepsOld)
    return [{ kind: 'replace-endpoint', id, why: 'its secret is not stored, and Stripe shows it only once', keepsOld }];
  if (wanted.rotate) return [{ kind: 'replace-endpoint', id, why: 'a new secret was asked for', keepsOld }];
  const what = differences(current, wanted);
  return what.length > 0 ? [{ kind: 'update-endpoint', id, what }] : [];
}

function differences(current: EndpointSeen, wanted: Wanted): readonly string[] {
  const has = new Set(current.events);
  const wants = new Set(wanted.events);
  const missing = wanted.events.filter((one) => !has.has(one)).length;
  const surplus = current.events.filter((one) => !wants.has(one)).length;
  return [
    ...(current.url === wanted.url ? [] : [`its address, ${current.url} before`]),
    ...(missing > 0 ? [`${missing} events more`] : []),
    ...(surplus > 0 ? [`${surplus} events fewer`] : []),
    ...(current.enabled ? [] : ['enabled again']),
    ...(current.mark === 'active' ? [] : ['marked as ours']),
  ];
}

function portalSteps(portal: PortalSeen | undefined, { portals }: Seen, wanted: Wanted): readonly Step[] {
  const standard = portals.find(({ isDefault, cancels }) => isDefault && cancels);
  return [
    ...(portal ? [] : [{ kind: 'create-portal' } as const]),
    ...(portal && !portal.updatesCard ? [{ kind: 'update-portal', id: portal.id } as const] : []),
    ...(wanted.portalCancelOff && standard ? [{ kind: 'turn-off-portal-cancel', id: standard.id } as const] : []),
  ];
}

/** A step as a person reads it before saying yes. */
export function wordsOf(step: Step, { url, events, apiVersion }: Wanted): string {
  switch (step.kind) {
    case 'store-key':
      return 'store the Stripe key';
    case 'delete-endpoint':
      return `delete the webhook endpoint ${step.id}: ${step.why}`;
    case 'create-endpoint':
      return `create the webhook endpoint ${url} with ${events.length} events in API version ${apiVersion}, and store its secret`;
    case 'update-endpoint':
      return `change the webhook endpoint ${step.id}: ${step.what.join(', ')}`;
    case 'replace-endpoint':
      return `make a new webhook endpoint in place of ${step.id}: ${step.why}; ${step.keepsOld ? 'the old one goes three days later' : 'the old one is deleted'}`;
    case 'retire-endpoint':
      return `delete the endpoint before, ${step.id}, and forget its secret`;
    case 'create-portal':
      return 'create a portal configuration of our own, in which a customer can give a new card';
    case 'update-portal':
      return `let the portal configuration ${step.id} take new cards again`;
    case 'turn-off-portal-cancel':
      return `turn off cancelling in the portal's default configuration ${step.id}; npm run stripe:handback turns it on again`;
    default:
      return step satisfies never;
  }
}

import type Stripe from 'stripe';
import type { Connection } from '../../lambdas/billing/connection.ts';
import { type Instant, toIso } from '../../lambdas/kernel/instant.ts';
import { type ConnectStripe, marks } from './at-stripe.ts';
import { ConnectError, stripeProblem } from './mistake.ts';
import type { EndpointMark, Plan, Step, Wanted } from './plan.ts';
import type { Vault } from './vault.ts';

export interface Acting {
  readonly stripe: ConnectStripe;
  readonly vault: Vault;
  readonly wanted: Wanted;
  readonly key: string;
  readonly returnUrl: string;
  readonly now: Instant;
  readonly remember: (made: Made) => Promise<void>;
}

/** What the steps made, for the row that remembers it. */
export interface Made {
  endpoint: string | undefined;
  portal: string | undefined;
  /** Settings changed just now, as they stood before. */
  changed: Connection['changed'];
}

/** Step by step; each is safe to be the last one that happened, since the next run plans from what stands. */
export async function carryOut(plan: Plan, acting: Acting): Promise<Made> {
  const made: Made = { endpoint: plan.endpoint, portal: plan.portal, changed: [] };
  for (const step of plan.steps) {
    try {
      await perform(step, acting, made);
    } catch (error) {
      throw stripeProblem(error, doing[step.kind]);
    }
  }
  return made;
}

const doing: Readonly<Record<Step['kind'], string>> = {
  'store-key': 'store the key',
  'delete-endpoint': 'delete a webhook endpoint',
  'create-endpoint': 'create a webhook endpoint',
  'update-endpoint': 'change a webhook endpoint',
  'replace-endpoint': 'create a webhook endpoint',
  'retire-endpoint': 'delete a webhook endpoint',
  'create-portal': 'create a portal configuration',
  'update-portal': 'change a portal configuration',
  'turn-off-portal-cancel': 'change a portal configuration',
};

async function perform(step: Step, acting: Acting, made: Made): Promise<void> {
  const { stripe, vault, wanted } = acting;
  switch (step.kind) {
    case 'store-key':
      return vault.storeKey(acting.key);
    case 'delete-endpoint':
      await stripe.webhookEndpoints.del(step.id);
      return;
    case 'create-endpoint':
      made.endpoint = await create(acting, []);
      return;
    case 'replace-endpoint':
      made.endpoint = await replace(step, acting);
      return;
    case 'retire-endpoint':
      await stripe.webhookEndpoints.del(step.id);
      return vault.storeSecrets((await vault.secrets()).slice(0, 1));
    case 'update-endpoint':
      await stripe.webhookEndpoints.update(step.id, { ...endpointOf(wanted, 'active'), disabled: false });
      return;
    case 'create-portal':
      made.portal = await createPortal(acting);
      return;
    case 'update-portal':
      await stripe.billingPortal.configurations.update(step.id, { features: cardOnly });
      return;
    case 'turn-off-portal-cancel':
      return turnOffCancel(step.id, acting, made);
    default:
      return step satisfies never;
  }
}

const endpointOf = ({ url, events, stage }: Wanted, mark: EndpointMark) => ({
  url,
  // The list is our own table of types, which a test holds against the types of this package.
  enabled_events: [...events] as Stripe.WebhookEndpointCreateParams.EnabledEvent[],
  metadata: { [marks.stage]: stage, [marks.state]: mark },
});

/** The secret comes with this answer and never again: it is stored before the endpoint counts as made. */
async function create({ stripe, vault, wanted }: Acting, before: readonly string[]): Promise<string> {
  const { id, secret } = await stripe.webhookEndpoints.create({
    ...endpointOf(wanted, 'new'),
    api_version: wanted.apiVersion as Stripe.WebhookEndpointCreateParams.ApiVersion,
    description: `Holdfast, stage ${wanted.stage}`,
  });
  if (secret === undefined)
    throw new ConnectError(`Stripe gave no secret with the new endpoint ${id}: run npm run stripe:connect once more`);
  await vault.storeSecrets([secret, ...before]);
  await mark(stripe, id, 'active', wanted);
  return id;
}

/** While both live, each event comes twice and counts once: events are known by their id. */
async function replace(step: Extract<Step, { kind: 'replace-endpoint' }>, acting: Acting): Promise<string> {
  const { stripe, vault, wanted } = acting;
  const before = step.keepsOld ? (await vault.secrets()).slice(0, 1) : [];
  const id = await create(acting, before);
  if (step.keepsOld) await mark(stripe, step.id, 'replaced', wanted);
  else await stripe.webhookEndpoints.del(step.id);
  return id;
}

const mark = (stripe: ConnectStripe, id: string, state: EndpointMark, { stage }: Wanted) =>
  stripe.webhookEndpoints.update(id, { metadata: { [marks.stage]: stage, [marks.state]: state } });

const cardOnly = { payment_method_update: { enabled: true } } as const;

/** Our own configuration, so that nothing in the user's portal changes. */
async function createPortal({ stripe, wanted, returnUrl }: Acting): Promise<string> {
  const { id } = await stripe.billingPortal.configurations.create({
    features: cardOnly,
    default_return_url: returnUrl,
    name: `Holdfast, stage ${wanted.stage}`,
    metadata: { [marks.stage]: wanted.stage },
  });
  return id;
}

/** How it stood is written down before it is changed: nobody else could say it afterwards. */
async function turnOffCancel(id: string, { stripe, now, remember }: Acting, made: Made): Promise<void> {
  const change = { what: 'portal-cancel', configuration: id, before: { enabled: true }, at: toIso(now) } as const;
  await remember({ ...made, changed: [change] });
  await stripe.billingPortal.configurations.update(id, { features: { subscription_cancel: { enabled: false } } });
}

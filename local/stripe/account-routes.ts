import { page } from './lists.ts';
import type { StripeObject } from './objects.ts';
import { flag, isRecord, mergeMetadata, nested, text, texts } from './params.ts';
import { refuse } from './refusals.ts';
import type { Params } from './types.ts';
import type { World } from './world.ts';

/** What belongs to the account and not to a customer: its endpoints, its portal, itself. Undefined: another route. */
export function accountRoute(world: World, method: string, path: string, params: Params): object | undefined {
  if (method === 'GET' && path === '/v1/account') return account(world);
  const [, kind = '', id] = /^\/v1\/(webhook_endpoints|billing_portal\/configurations)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (kind === 'webhook_endpoints') return onEndpoints(world, method, id, params);
  if (kind === 'billing_portal/configurations') return onPortals(world, method, id, params);
  return undefined;
}

const account = (world: World): object => ({
  id: 'acct_holdfast',
  object: 'account',
  country: 'US',
  default_currency: 'usd',
  email: 'owner@vendor.test',
  type: 'standard',
  controller: { type: 'account' },
  livemode: world.livemode,
});

function onEndpoints(world: World, method: string, id: string | undefined, params: Params): object {
  const all = world.state.webhookEndpoints;
  if (id === undefined)
    return method === 'GET'
      ? page('/v1/webhook_endpoints', all.values(), params, () => true)
      : createEndpoint(world, params);
  const found = all.get(id);
  if (!found) throw refuse('resource_missing', { noun: 'webhook endpoint', id });
  if (method === 'DELETE') {
    all.delete(id);
    return { id, object: 'webhook_endpoint', deleted: true };
  }
  return method === 'GET' ? found : updateEndpoint(found, params);
}

/** The secret is part of this answer and of no other. */
function createEndpoint(world: World, params: Params): StripeObject {
  for (const param of ['url', 'enabled_events'])
    if (params[param] === undefined) throw refuse('missing_param', { param });
  const endpoint: StripeObject = {
    id: world.id('we'),
    object: 'webhook_endpoint',
    api_version: text(params, 'api_version') ?? null,
    application: null,
    created: world.seconds,
    description: text(params, 'description') ?? null,
    enabled_events: texts(params, 'enabled_events'),
    livemode: world.livemode,
    metadata: mergeMetadata({}, params),
    status: 'enabled',
    url: text(params, 'url'),
  };
  world.state.webhookEndpoints.set(endpoint.id, endpoint);
  return { ...endpoint, secret: `whsec_${endpoint.id.slice(3)}secret` };
}

/** The API version is not among what can be changed. */
function updateEndpoint(endpoint: StripeObject, params: Params): StripeObject {
  if (params.api_version !== undefined) throw refuse('unknown_param', { param: 'api_version' });
  if (params.url !== undefined) endpoint.url = text(params, 'url');
  if (params.enabled_events !== undefined) endpoint.enabled_events = texts(params, 'enabled_events');
  if (params.disabled !== undefined) endpoint.status = flag(params, 'disabled') ? 'disabled' : 'enabled';
  endpoint.metadata = mergeMetadata(Object(endpoint.metadata), params);
  return endpoint;
}

const features = ['customer_update', 'invoice_history', 'payment_method_update', 'subscription_cancel'] as const;

function onPortals(world: World, method: string, id: string | undefined, params: Params): object {
  const all = world.state.portalConfigurations;
  if (id === undefined)
    return method === 'GET'
      ? page('/v1/billing_portal/configurations', all.values(), params, ({ active }) => active === true)
      : createPortal(world, params);
  const found = all.get(id);
  if (!found) throw refuse('resource_missing', { noun: 'configuration', id });
  if (method === 'GET') return found;
  found.features = { ...Object(found.features), ...featuresIn(params) };
  found.metadata = mergeMetadata(Object(found.metadata), params);
  return found;
}

function createPortal(world: World, params: Params): StripeObject {
  if (!isRecord(params.features)) throw refuse('missing_param', { param: 'features' });
  const portal: StripeObject = {
    id: world.id('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created: world.seconds,
    default_return_url: text(params, 'default_return_url') ?? null,
    features: { ...Object.fromEntries(features.map((name) => [name, { enabled: false }])), ...featuresIn(params) },
    is_default: false,
    livemode: world.livemode,
    login_page: { enabled: false, url: null },
    metadata: mergeMetadata({}, params),
    name: text(params, 'name') ?? null,
    updated: world.seconds,
  };
  world.state.portalConfigurations.set(portal.id, portal);
  return portal;
}

const featuresIn = (params: Params): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(nested(params, 'features')).map((name) => [
      name,
      { enabled: flag(nested(nested(params, 'features'), name), 'enabled') ?? false },
    ]),
  );

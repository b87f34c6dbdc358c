import { canonical } from './params.ts';
import { refuse } from './refusals.ts';
import type { StripeRequest, StripeResponse } from './types.ts';
import { copy, type World } from './world.ts';

/** Keys may be pruned after at least 24 hours (facts §4.4); the fake does it then, so that a late resend charges again. */
const KEPT_MILLISECONDS = 24 * 3_600_000;
const LONGEST_KEY = 255;

/** Only POST takes keys; GET and DELETE are idempotent by definition. */
export const keyOf = (request: StripeRequest): string | undefined =>
  request.method === 'POST' ? request.idempotencyKey : undefined;

/** The stored answer of an earlier request with this key, or a refusal when it was another request. */
export function replay(
  world: World,
  request: StripeRequest,
  key: string,
  inFlight: ReadonlySet<string>,
): StripeResponse | undefined {
  prune(world);
  if (key.length > LONGEST_KEY) throw refuse('key_too_long');
  if (inFlight.has(key)) throw refuse('key_in_use', { key });
  const stored = world.state.answers.get(key);
  if (stored === undefined) return undefined;
  if (stored.path !== request.path) throw refuse('key_other_endpoint', { key, first: stored.path, now: request.path });
  if (stored.params !== canonical(request.params)) throw refuse('key_other_params', { key });
  return {
    status: stored.status,
    body: copy(stored.body),
    headers: { 'idempotent-replayed': 'true', 'original-request': `req_${key}` },
  };
}

/** The first status and body, 402s and 500s included; what never began to run is not kept. */
export function remember(world: World, request: StripeRequest, key: string, response: StripeResponse): void {
  if (response.status === 429 || response.status === 409 || response.status === 401) return;
  world.state.answers.set(key, {
    at: world.milliseconds,
    path: request.path,
    params: canonical(request.params),
    status: response.status,
    body: copy(response.body),
  });
}

function prune(world: World): void {
  for (const [key, stored] of world.state.answers) {
    if (stored.at + KEPT_MILLISECONDS > world.milliseconds) return;
    world.state.answers.delete(key);
  }
}

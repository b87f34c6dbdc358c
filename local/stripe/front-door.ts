import { API_VERSION } from './events.ts';
import { expand } from './expand.ts';
import { keyOf, remember, replay } from './idempotency.ts';
import { texts } from './params.ts';
import { Refusal } from './refusals.ts';
import { perform } from './routes.ts';
import type { StripeRequest, StripeResponse } from './types.ts';
import { copy, type World } from './world.ts';

/** One API request from the outside: idempotency, the act, the answer, the call log. */
export function handle(world: World, request: StripeRequest, inFlight: ReadonlySet<string>): StripeResponse {
  const id = world.id('req');
  const response = withHeaders(
    request,
    id,
    guarded(world, () => answer(world, request, id, inFlight)),
  );
  world.state.callLog.push({
    at: world.milliseconds,
    method: request.method,
    path: request.path,
    params: copy(request.params),
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
    status: response.status,
  });
  return response;
}

function answer(world: World, request: StripeRequest, id: string, inFlight: ReadonlySet<string>): StripeResponse {
  const key = keyOf(request);
  const before = key === undefined ? undefined : replay(world, request, key, inFlight);
  if (before !== undefined) return before;
  const response = fresh(world, request, id);
  if (key !== undefined) remember(world, request, key, response);
  return response;
}

function fresh(world: World, request: StripeRequest, id: string): StripeResponse {
  const { fault } = request;
  if (fault !== undefined && fault.after !== true) return faulty(fault.status);
  world.cause = {
    request: id,
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
  };
  world.lost = false;
  try {
    const response = guarded(world, () => run(world, request));
    if (fault !== undefined) return faulty(fault.status);
    return world.lost ? { ...response, lost: true } : response;
  } finally {
    world.cause = undefined;
    world.lost = false;
  }
}

function run(world: World, request: StripeRequest): StripeResponse {
  const result = perform(world, request.method, request.path, request.params);
  const body = copy(result) as Record<string, unknown>;
  return { status: 200, body: expand(world, body, texts(request.params, 'expand')), headers: {} };
}

/** A refusal becomes the error body Stripe sends; anything else is a fault of the fake and must be seen. */
function guarded(world: World, act: () => StripeResponse): StripeResponse {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const log = `https://dashboard.stripe.test/logs?t=${world.seconds}`;
    return { status: error.status, body: { error: { ...error.error, request_log_url: log } }, headers: {} };
  }
}

function faulty(status: number): StripeResponse {
  const limited = status === 429;
  const error = limited
    ? { code: 'rate_limit', message: 'Request rate limit exceeded.', type: 'invalid_request_error' }
    : { message: 'An unknown error occurred', type: 'api_error' };
  return { status, body: { error }, headers: {} };
}

const withHeaders = (request: StripeRequest, id: string, response: StripeResponse): StripeResponse => ({
  ...response,
  headers: {
    'content-type': 'application/json',
    'request-id': id,
    'stripe-version': request.apiVersion ?? API_VERSION,
    ...(request.idempotencyKey === undefined ? {} : { 'idempotency-key': request.idempotencyKey }),
    ...response.headers,
  },
});

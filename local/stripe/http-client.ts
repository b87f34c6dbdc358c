import type Stripe from 'stripe';
import type { FakeStripe } from './fake-stripe.ts';
import { decodeForm } from './params.ts';
import type { StripeRequest, StripeResponse } from './types.ts';

/**
 * Stands between the client and the fake: may wait before or after `run`, leave it out, answer something else, or
 * reject. A rejection reaches the caller as the connection error the real client raises. `landed` says that the answer
 * is on its way no more, which a caller that died meanwhile cannot.
 */
export type Intercept = (
  request: StripeRequest,
  run: () => StripeResponse,
  landed: () => void,
) => Promise<StripeResponse>;

type HttpClient = NonNullable<NonNullable<ConstructorParameters<typeof Stripe>[1]>['httpClient']>;

/** A `Stripe.HttpClient` for `new Stripe(key, { httpClient, maxNetworkRetries: 0 })`. */
export function createFakeHttpClient(fake: FakeStripe, intercept?: Intercept): HttpClient {
  return {
    getClientName: () => 'fake',
    makeRequest: async (_host, _port, path, method, headers, body) => {
      const request = requestOf(path, method, headers, body);
      return new FakeHttpResponse(await send(fake, request, intercept));
    },
  };
}

async function send(
  fake: FakeStripe,
  request: StripeRequest,
  intercept: Intercept | undefined,
): Promise<StripeResponse> {
  if (intercept === undefined) return arrived(fake.handle(request));
  const key = request.idempotencyKey;
  let held = false;
  const run = (): StripeResponse => {
    const response = fake.handle(request);
    // Until the answer is on its way back, the same key is "in progress" at Stripe.
    if (key === undefined || response.status === 409) return response;
    held = true;
    fake.inFlight.add(key);
    return response;
  };
  const landed = (): void => {
    if (key !== undefined && held) fake.inFlight.delete(key);
    held = false;
  };
  try {
    return arrived(await intercept(request, run, landed));
  } catch (error) {
    throw connectionError(error);
  } finally {
    landed();
  }
}

function arrived(response: StripeResponse): StripeResponse {
  if (response.lost !== true) return response;
  throw Object.assign(new TypeError('ETIMEDOUT'), { code: 'ETIMEDOUT' });
}

/**
 * A reset connection is retried once by the package after a real sleep, whatever `maxNetworkRetries` says (facts §4.4);
 * virtual time must not do that, so it surfaces under a code that is not retried.
 */
function connectionError(error: unknown): Error {
  const known = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in known ? known.code : undefined;
  if (code !== 'ECONNRESET' && code !== 'EPIPE') return known;
  return Object.assign(new Error(known.message, { cause: known }), { code: 'ECONNABORTED' });
}

/** The package gives every POST a random key of its own; a random key would make two equal runs differ. */
const AUTOMATIC_KEY = 'stripe-node-retry-';

type Headers = Parameters<HttpClient['makeRequest']>[4];

function requestOf(path: string, method: string, headers: Headers, body: string): StripeRequest {
  const [pathname = '', query = ''] = path.split('?');
  const key = header(headers, 'Idempotency-Key');
  const version = header(headers, 'Stripe-Version');
  return {
    method,
    path: pathname,
    params: { ...decodeForm(query), ...(body ? decodeForm(body) : {}) },
    ...(key === undefined || key.startsWith(AUTOMATIC_KEY) ? {} : { idempotencyKey: key }),
    ...(version === undefined ? {} : { apiVersion: version }),
  };
}

function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return value === undefined || value === null ? undefined : String(value);
}

class FakeHttpResponse {
  readonly #response: StripeResponse;

  constructor(response: StripeResponse) {
    this.#response = response;
  }

  getStatusCode(): number {
    return this.#response.status;
  }

  getHeaders(): Record<string, string> {
    return { ...this.#response.headers };
  }

  getRawResponse(): unknown {
    return { headers: this.getHeaders(), statusCode: this.#response.status };
  }

  toStream(): unknown {
    throw new Error('the fake Stripe does not stream: read the answer as JSON');
  }

  async toJSON(): Promise<Record<string, unknown>> {
    return this.#response.body;
  }
}

import Stripe from 'stripe';
import {
  Failure,
  NotFound,
  OutcomeUnknown,
  PermanentFailure,
  ServiceUnavailable,
  Throttled,
} from '../../kernel/failures.ts';

interface StripeFault {
  readonly type: string;
  readonly statusCode: number | undefined;
  readonly code: string | undefined;
  readonly message: string;
  readonly replayed: boolean;
}

export function faultOf(error: unknown): StripeFault | undefined {
  if (!(error instanceof Stripe.errors.StripeError)) return undefined;
  const headers: Record<string, unknown> = { ...error.headers };
  return {
    type: error.type,
    statusCode: error.statusCode,
    code: error.code,
    message: error.message,
    replayed: headers['idempotent-replayed'] === 'true',
  };
}

/** The budget halves on a 429, unless its code says that only one object was locked. */
const factsOf = ({ statusCode, code }: StripeFault) => ({ status: statusCode, code });

const lostAnswer = (fault: StripeFault): boolean =>
  fault.type === 'StripeConnectionError' || fault.statusCode === undefined || fault.statusCode >= 500;

/**
 * The key is wrong, revoked, or may not do this: nothing was carried out, and it is no answer about the object. Whoever
 * asked tries again until a person has put the key right; dropped as refused for good, it would never be done.
 */
const isKeyRefused = ({ statusCode }: StripeFault): boolean => statusCode === 401 || statusCode === 403;

const keyRefused = (fault: StripeFault, cause: unknown): ServiceUnavailable =>
  new ServiceUnavailable(
    `Stripe refused our key (${fault.statusCode}): check the secret key and its permissions; it is tried again until then`,
    { cause, facts: factsOf(fault) },
  );

/** A read changes nothing: whatever went wrong on the way, it may simply be made again. */
export function refuseRead(error: unknown): never {
  const fault = faultOf(error);
  if (!fault) throw error;
  if (fault.statusCode === 429)
    throw new Throttled('Stripe refused the rate of a read: try again later', { cause: error, facts: factsOf(fault) });
  if (fault.code === 'resource_missing' || fault.statusCode === 404)
    throw new NotFound('Stripe does not know this object', { cause: error });
  if (isKeyRefused(fault)) throw keyRefused(fault, error);
  if (lostAnswer(fault)) throw new ServiceUnavailable('Stripe did not answer a read: try again', { cause: error });
  throw new PermanentFailure(`Stripe refused a read (${fault.code ?? fault.type}): check the key and its permissions`, {
    cause: error,
  });
}

/** A write may have happened: only a rate limit, a refusal and "still running" are sure that it did not. */
export function refuseWrite(error: unknown): never {
  const fault = faultOf(error);
  if (error instanceof Failure || !fault) throw error;
  if (fault.statusCode === 429)
    throw new Throttled('Stripe refused the rate of a write: try again later', { cause: error, facts: factsOf(fault) });
  if (fault.statusCode === 409)
    throw new Throttled('Stripe is still working on this key: try again later', { cause: error });
  if (isKeyRefused(fault)) throw keyRefused(fault, error);
  if (lostAnswer(fault))
    throw new OutcomeUnknown('Stripe gave no clear answer to a write: read before repeating it', { cause: error });
  if (fault.code === 'resource_missing') throw new NotFound('Stripe does not know this object', { cause: error });
  throw new PermanentFailure(`Stripe refused a write: ${fault.message}`, { cause: error });
}

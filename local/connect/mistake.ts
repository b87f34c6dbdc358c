import Stripe from 'stripe';

/** What a person can put right: one sentence, exit code 2. It never holds a key, a secret or Stripe's own words about one. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
}

/** Stripe's refusal in our words; its message is left out, since it may quote the key. `doing` completes "could not …". */
export function stripeProblem(error: unknown, doing: string): Error {
  if (error instanceof ConnectError || !(error instanceof Stripe.errors.StripeError))
    return error instanceof Error ? error : new Error(String(error));
  const { type, code, statusCode } = error;
  if (type === 'StripePermissionError' || statusCode === 403)
    return new ConnectError(`the Stripe key may not ${doing}: widen its permissions in Stripe, or use another key`);
  if (type === 'StripeAuthenticationError' || statusCode === 401)
    return new ConnectError('Stripe refused the key: it was rolled or belongs nowhere, put in one that is in use');
  if (type === 'StripeConnectionError')
    return new ConnectError(`Stripe did not answer, so we could not ${doing}: check the network and try again`);
  if (type === 'StripeRateLimitError') return new ConnectError(`Stripe wants fewer requests: wait a minute, try again`);
  return new ConnectError(`Stripe would not ${doing} (${code ?? type}): look into its log under Developers, Logs`);
}

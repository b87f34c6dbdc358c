/** Signs the webhooks of the local Stripe; worth nothing anywhere else. */
export const webhookSecret = 'whsec_local_only';

export const arnOf = (journey: string): string => `arn:aws:states:local:000000000000:stateMachine:${journey}`;

/** Signs the webhooks of the local Stripe; worth nothing anywhere else. */
export const webhookSecret = 'whsec_local_only';

export const arnOf = (journey: string): string => `arn:aws:states:local:000000000000:stateMachine:${journey}`;

/** Signs the links in local mails and reads them again; worth nothing anywhere else. */
/** Signs the tokens of the example app and is its server key; worth nothing anywhere else. */
export const localAppKey = 'local-only-app-key-of-32-bytes-long!';

/** Signs outgoing webhooks; worth nothing anywhere else. */
export const localSigningKey = `whsec_${Buffer.from('local-only-signing-key-32-bytes!').toString('base64')}`;

export const localLinkKeys = [
  { id: 'local', secret: new TextEncoder().encode('local-only-secret-of-32-bytes-long!') },
] as const;

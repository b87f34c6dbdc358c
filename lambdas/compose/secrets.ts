import { webhookSecrets as asWebhookSecrets } from '../adapters/secret-values.ts';
import { cachedSecrets, createSecretsManager } from '../adapters/secrets.ts';
import { wallClock } from './clock.ts';
import { variable } from './environment.ts';
import { once } from './once.ts';

const reader = once(() => cachedSecrets(createSecretsManager(), wallClock));

export const secret = (name: string): Promise<string> => reader()(name);

export function webhookSecrets() {
  const name = variable('WEBHOOK_SECRET');
  return { secrets: { stripeWebhookSecrets: async () => asWebhookSecrets(name, await secret(name)) } };
}

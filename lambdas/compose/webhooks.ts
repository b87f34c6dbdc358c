import { outboundHttp } from '../adapters/outbound-http.ts';
import { signingKeys } from '../adapters/secret-values.ts';
import { variable } from './environment.ts';
import { once } from './once.ts';
import { secret } from './secrets.ts';

const compose = once(() => outboundHttp());

export const outbound = () => ({ outbound: compose() });

/** Asked for when something is signed: a stage without endpoints needs no key put in. */
export function webhookKeys() {
  const name = variable('WEBHOOK_KEYS_SECRET');
  return { signingKeys: { of: async (entry: string) => signingKeys(name, await secret(name), entry) } };
}

import { appTokens as tokens } from '../adapters/app-tokens.ts';
import { loginTokens } from '../adapters/login-tokens.ts';
import { linkKeys } from '../adapters/secret-values.ts';
import { wallClock } from './clock.ts';
import { variable } from './environment.ts';
import { once } from './once.ts';
import { policies } from './policies.ts';
import { secret } from './secrets.ts';
import { outbound } from './webhooks.ts';

const apart = <T>(work: () => Promise<T>): Promise<T> => work();

/** Kept between calls, and with it the provider's keys. */
const logins = once(() =>
  loginTokens({
    clientAuth: async () => (await policies().policies.current()).config.clientAuth,
    outbound: outbound().outbound,
    clock: wallClock,
    apart,
  }),
);

/** The first key is the one to mint with; a new one put before it is in use five minutes later. */
export async function appTokens() {
  const name = variable('APP_KEYS_SECRET');
  return { appTokens: tokens(linkKeys(name, await secret(name)), { clock: wallClock, readLogin: logins(), apart }) };
}

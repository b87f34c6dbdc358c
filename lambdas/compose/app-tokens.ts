import { appTokens as tokens } from '../adapters/app-tokens.ts';
import { linkKeys } from '../adapters/secret-values.ts';
import { wallClock } from './clock.ts';
import { variable } from './environment.ts';
import { secret } from './secrets.ts';

/** The first key is the one to mint with; a new one put before it is in use five minutes later. */
export async function appTokens() {
  const name = variable('APP_KEYS_SECRET');
  return { appTokens: tokens(linkKeys(name, await secret(name)), wallClock) };
}

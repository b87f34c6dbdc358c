import { signedLinks } from '../adapters/links.ts';
import { linkKeys } from '../adapters/secret-values.ts';
import { wallClock } from './clock.ts';
import { variable } from './environment.ts';
import { secret } from './secrets.ts';

/** The first key signs, all of them read; a new one put before it is in use five minutes later. */
export async function links() {
  const name = variable('LINK_KEYS_SECRET');
  return { links: signedLinks(variable('BASE_URL'), linkKeys(name, await secret(name)), wallClock) };
}

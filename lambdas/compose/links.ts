import { signedLinks } from '../adapters/links.ts';
import { linkKeys } from '../adapters/secret-values.ts';
import { variable } from './environment.ts';
import { secret } from './secrets.ts';

/** The first key signs; a new one put before it is in use five minutes later. */
export async function links() {
  const name = variable('LINK_KEYS_SECRET');
  const [key] = linkKeys(name, await secret(name));
  return { links: signedLinks(variable('BASE_URL'), key) };
}

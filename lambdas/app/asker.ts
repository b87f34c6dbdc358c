import { customerRole } from '../accounts/account.ts';
import { accountsOfAddress } from '../accounts/address-pointer.ts';
import type { HttpRequest } from '../kernel/http.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Named } from './token-claims.ts';
import type { Viewer } from './viewer.ts';

export type Asker =
  | { readonly kind: 'viewer'; readonly viewer: Viewer }
  /** The user's own server with its key; it may ask about every account. */
  | { readonly kind: 'server'; readonly account: string | undefined }
  | { readonly kind: 'refused'; readonly why: string };

const refused = (why: string): Asker => ({ kind: 'refused', why });

/** Who asks, by `Authorization: Bearer …`; the address of a call is logged elsewhere, so a token never stands in it. */
export async function askerOf(
  { headers, query }: HttpRequest,
  ports: Pick<Ports, 'appTokens' | 'rows'>,
): Promise<Asker> {
  const token = /^bearer +(\S+)$/i.exec(headers.authorization?.trim() ?? '')?.[1];
  if (token === undefined) return refused('send a token: Authorization: Bearer <token>');
  if (!token.includes('.')) return serverAsks(token, query?.account, ports);
  const read = await ports.appTokens.read(token);
  return read.kind === 'good' ? viewerOf(read.viewer, ports) : refused(read.why);
}

function serverAsks(key: string, account: string | undefined, { appTokens }: Pick<Ports, 'appTokens'>): Asker {
  if (appTokens.isServerKey(key)) return { kind: 'server', account };
  return refused('this is neither a token nor the server key of this stage');
}

/** A login that names no account leads to it by its address; of several the token itself has to say which. */
async function viewerOf({ account, contact, role }: Named, ports: Pick<Ports, 'rows'>): Promise<Asker> {
  if (account !== undefined && (contact === undefined || role !== undefined))
    return { kind: 'viewer', viewer: { account, contact, role } };
  const known = contact === undefined ? [] : await accountsOfAddress(contact, ports);
  const own = account ?? known[0];
  if (own === undefined) return refused('no account is known for this login');
  if (account === undefined && known.length > 1)
    return refused('this login has several accounts: name one by clientAuth.accountClaim');
  const customer = known.includes(own) ? customerRole : undefined;
  return { kind: 'viewer', viewer: { account: own, contact, role, customer } };
}

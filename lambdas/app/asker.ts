import type { HttpRequest } from '../kernel/http.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Viewer } from './viewer.ts';

export type Asker =
  | { readonly kind: 'viewer'; readonly viewer: Viewer }
  /** The user's own server with its key; it may ask about every account. */
  | { readonly kind: 'server'; readonly account: string | undefined }
  | { readonly kind: 'refused'; readonly why: string };

/** Who asks, by `Authorization: Bearer …`; the address of a call is logged elsewhere, so a token never stands in it. */
export async function askerOf({ headers, query }: HttpRequest, ports: Pick<Ports, 'appTokens'>): Promise<Asker> {
  const token = /^bearer +(\S+)$/i.exec(headers.authorization?.trim() ?? '')?.[1];
  if (token === undefined) return { kind: 'refused', why: 'send a token: Authorization: Bearer <token>' };
  if (!token.includes('.')) return serverAsks(token, query?.account, ports);
  const read = await ports.appTokens.read(token);
  return read.kind === 'good' ? { kind: 'viewer', viewer: read.viewer } : { kind: 'refused', why: read.why };
}

function serverAsks(key: string, account: string | undefined, { appTokens }: Pick<Ports, 'appTokens'>): Asker {
  if (appTokens.isServerKey(key)) return { kind: 'server', account };
  return { kind: 'refused', why: 'this is neither a token nor the server key of this stage' };
}

import { hash24 } from '../kernel/ids.ts';
import { after } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Guest } from './guest.ts';

/** As long as somebody may look at an open page before the button asks once more. */
const life = { hours: 2 } as const;

export type FormRead =
  | { readonly kind: 'good'; readonly about: Readonly<Record<string, string>> }
  /** Absent, too old, changed, or of another page. */
  | { readonly kind: 'wrong' };

/** Proof that a form was filled in on this very page: whatever posts to an address without it changes nothing. */
export async function mintFormToken(
  { token, now }: Guest,
  { links }: Pick<Ports, 'links'>,
  about: Readonly<Record<string, string>> = {},
): Promise<string> {
  const link = await links.mint('form', { ...about, of: hash24(token) }, after(now, life));
  return link.slice(link.lastIndexOf('/') + 1);
}

export async function readFormToken(
  { token }: Guest,
  { links }: Pick<Ports, 'links'>,
  form: URLSearchParams,
): Promise<FormRead> {
  const read = await links.read('form', form.get('form') ?? '');
  if (read.kind !== 'good' || read.claims.of !== hash24(token)) return { kind: 'wrong' };
  return { kind: 'good', about: read.claims };
}

import type { Ports } from '../kernel/ports.ts';
import type { Guest } from './guest.ts';

/** Another page of ours about the same case; it lives no longer than the link that led here. */
export function linkTo(
  page: string,
  { claims, expires }: Guest,
  { links }: Pick<Ports, 'links'>,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { account = '', case: about, invoice, customer, reader } = claims;
  const kept = Object.entries({ page, account, case: about, invoice, customer, reader, ...more });
  const given = kept.filter((one): one is [string, string] => one[1] !== undefined);
  return links.mint(page, Object.fromEntries(given), expires);
}

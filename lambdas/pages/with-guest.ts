import type { HttpResponse } from '../kernel/http.ts';
import { type Guest, guestOf } from './guest.ts';
import { houseOf } from './kit.ts';
import { unknownPage } from './link-pages.ts';
import type { Opened } from './purpose.ts';

/** The page of a customer, or of nobody when the account is gone. */
export async function withGuest(opened: Opened, then: (guest: Guest) => Promise<HttpResponse>): Promise<HttpResponse> {
  const guest = await guestOf(opened);
  if (guest) return then(guest);
  const { config, ports } = opened;
  return unknownPage({ house: houseOf(config), zone: config.company.zone, now: ports.clock.now(), own: false });
}

import { after, type Duration, toIso } from '../../lambdas/kernel/instant.ts';
import { T } from '../../local/world/acme.ts';
import type { World } from '../../local/world/world.ts';

export { acme, T, withCharges, worldWith } from '../../local/world/acme.ts';

export const renew = (world: World): unknown => world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });

export const pass = (world: World, elapsed: Duration): Promise<void> => world.runUntil(after(T, elapsed));

export const charges = (world: World): string[] =>
  world.stripe.charges.map(({ at, actor, outcome }) => `${toIso(at as never).slice(5, 19)} ${actor} ${outcome}`);

export const mails = (world: World): string[] =>
  world.mailbox.mails.map(({ at, subject }) => `${at.slice(5, 19)} ${subject}`);

/** The instant that long after T, as rows spell it. */
export const at = (elapsed: Duration): string => toIso(after(T, elapsed));

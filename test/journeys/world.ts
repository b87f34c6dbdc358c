import { giveConsent, withdrawConsent, wordsOfToday } from '../../lambdas/cards/keep-consent.ts';
import { after, type Duration, toIso } from '../../lambdas/kernel/instant.ts';
import { readTagValue } from '../../lambdas/messaging/mime.ts';
import type { StoredMail } from '../../local/mailbox/stored-mail.ts';
import { T } from '../../local/world/acme.ts';
import type { World } from '../../local/world/world.ts';

export { acme, T, withCharges, worldWith } from '../../local/world/acme.ts';

export const renew = (world: World): unknown => world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });

export const pass = (world: World, elapsed: Duration): Promise<void> => world.runUntil(after(T, elapsed));

export const charges = (world: World): string[] =>
  world.stripe.charges.map(({ at, actor, outcome }) => `${toIso(at as never).slice(5, 19)} ${actor} ${outcome}`);

/** A mail about a task goes to our own people; all others go to customers. */
export const isInternal = ({ tags }: StoredMail): boolean => readTagValue(tags.key ?? '').startsWith('internal/');

export const customersMails = ({ mailbox }: World): StoredMail[] => mailbox.mails.filter((mail) => !isInternal(mail));

export const mails = (world: World): string[] =>
  customersMails(world).map(({ at, subject }) => `${at.slice(5, 19)} ${subject}`);

/** What our own people got about their tasks. */
export const taskMails = ({ mailbox }: World): string[] =>
  mailbox.mails.filter(isInternal).map(({ at, to, subject }) => `${at.slice(5, 19)} ${to.join()} ${subject}`);

/** The instant that long after T, as rows spell it. */
export const at = (elapsed: Duration): string => toIso(after(T, elapsed));

const ofCard = (card: string) => ({ account: 'acme', customer: 'cus_acme', card });
const byPhone = { how: 'person', who: 'Sam' } as const;

/** The customer lets a card be charged as a backup. */
export const agree = (world: World, card: string): Promise<unknown> =>
  world.act('pages', async (ports) => giveConsent(ofCard(card), byPhone, await wordsOfToday(ports), ports));

/** And takes that back. */
export const disagree = (world: World, card: string): Promise<unknown> =>
  world.act('pages', (ports) => withdrawConsent(ofCard(card), byPhone, ports));

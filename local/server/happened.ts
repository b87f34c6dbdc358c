import { html } from 'hono/html';
import { readTagValue } from '../../lambdas/messaging/mime.ts';
import { actorWords } from '../console/charge-words.ts';
import { link, path } from '../console/kit.ts';
import type { Happened } from '../console/overview.ts';
import { money, plain } from '../console/words.ts';
import type { World } from '../world/world.ts';

const shown = 20;

/** Charges, mails, and what was told to the outside, newest first. Each of the three grows at its end. */
export function happenedIn(world: World): readonly Happened[] {
  const owners = ownersIn(world);
  const charges = world.stripe.charges.slice(-shown).map((one) => ({
    at: one.at,
    what: `${money(one)} tried by ${actorWords(one.actor)}: ${resultWords(one.outcome)}`,
    ...whose(owners(one.customer)),
  }));
  const mails = world.mailbox.mails.slice(-shown).map((mail) => ({
    at: Date.parse(mail.at),
    what: html`Mail: ${link(path('mailbox', mail.id), mail.subject)}`,
    ...whose(mail.tags.account === undefined ? undefined : readTagValue(mail.tags.account)),
  }));
  const events = world.events
    .slice(-shown)
    .map(({ at, type, account }) => ({ at, what: `Event ${type}`, ...whose(account) }));
  return [...charges, ...mails, ...events].sort((a, b) => b.at - a.at).slice(0, shown);
}

const whose = (account: string | undefined): { account?: string } => (account === undefined ? {} : { account });

/** By the pointer of the customer, as the system finds it. */
const ownersIn =
  ({ table }: World) =>
  (customer: string): string | undefined => {
    const account = table.find({ pk: `C#${customer}`, sk: 'POINTER' })?.account;
    return account === undefined ? undefined : String(account);
  };

function resultWords(outcome: string): string {
  if (outcome === 'ok') return 'paid';
  return outcome === 'pending' ? 'on its way' : `declined, ${plain(outcome)}`;
}

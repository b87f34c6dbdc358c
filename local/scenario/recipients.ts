import { loadAccount } from '../../lambdas/accounts/load-account.ts';
import { NotFound } from '../../lambdas/kernel/failures.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import type { Message } from '../../lambdas/messaging/outbox.ts';
import { recipientOf } from '../../lambdas/messaging/recipient.ts';
import type { Recipient } from '../../lambdas/messaging/sending.ts';
import type { World } from '../world/world.ts';

/** Who a message is for by the rules of the outbox, found without a call that the report would then show. */
export async function recipientFor(world: World, message: Message): Promise<Recipient | undefined> {
  const account = await loadAccount(world.ports.rows, message.account);
  const known = await recipientOf(message, account, world.config.company.zone, quietly(world));
  return known && message.to !== undefined ? { ...known, email: message.to } : known;
}

export type Recipients = ReadonlyMap<Message, Recipient | undefined>;

export const recipientsOf = async (world: World, messages: readonly Message[]): Promise<Recipients> =>
  new Map(await Promise.all(messages.map(async (one) => [one, await recipientFor(world, one)] as const)));

const quietly = ({ ports, stripe }: World): Pick<Ports, 'rows' | 'billing'> => ({
  rows: ports.rows,
  billing: {
    ...ports.billing,
    customer: async (id) => {
      const customer = stripe.peek('customers').find((one) => one.id === id);
      if (!customer) throw new NotFound(`there is no customer ${id}`);
      const email = customer.email ?? undefined;
      return { id, deleted: false, metadata: {}, livemode: false, ...(email ? { email } : {}) };
    },
  },
});

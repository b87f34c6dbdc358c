import { parseInstant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Address } from './address.ts';
import { type Message, messageKey, parseMessage } from './outbox.ts';

/**
 * The key of another case's mail of this kind that named this one's invoice: a customer with two subscriptions reads of
 * both in one mail. Only what really left counts, from a day before this one was due.
 */
export async function saidBy(
  message: Message,
  address: Address,
  { rows }: Pick<Ports, 'rows'>,
): Promise<string | undefined> {
  const { account, key, whileOpen, floorMs } = message;
  if (!message.merges || whileOpen === undefined || floorMs === undefined) return undefined;
  const since = parseInstant(message.notBefore) - floorMs;
  const near = address.slots.filter(
    (slot) => slot.floor === account && slot.key !== key && parseInstant(slot.at) > since,
  );
  for (const slot of near) {
    const item = await rows.get(messageKey(account, slot.key));
    if (item && saysTheSame(parseMessage(item), message, whileOpen)) return slot.key;
  }
  return undefined;
}

const saysTheSame = (sent: Message, { template, facts }: Message, invoice: string): boolean =>
  sent.status === 'SENT' &&
  sent.template === template &&
  sent.named?.includes(invoice) === true &&
  sent.facts.tone === facts.tone &&
  sent.facts.ask === facts.ask;

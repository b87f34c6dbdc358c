import type { Invoice } from '../billing/model.ts';
import { monthOf } from '../cards/expiry.ts';
import { loadCase } from '../cases/load-case.ts';
import { NotFound } from '../kernel/failures.ts';
import { after, type Instant, parseInstant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Hearing } from './arbiter.ts';
import { type Message, messageKey, parseMessage } from './outbox.ts';

export interface Goal {
  readonly state: Hearing['goal'];
  readonly readAt: Instant;
}

/** Asks, at the moment of sending, whether what the mail says is still so. */
export async function goalOf(message: Message, ports: Pick<Ports, 'rows' | 'billing' | 'clock'>): Promise<Goal> {
  const readAt = ports.clock.now();
  if (message.whileCase && !(await isSpeaking(message.account, message.whileCase, ports)))
    return { state: 'met', readAt };
  if (message.whileTask && !(await isTheirs(message, message.whileTask, ports))) return { state: 'met', readAt };
  if (message.whileCard && !(await isExpiring(message.account, message.whileCard, ports)))
    return { state: 'met', readAt };
  if (message.whileOpen) return { state: await invoiceGoal(message.whileOpen, ports), readAt };
  if (message.requires) return { state: await requiredGoal(message, message.requires, ports), readAt };
  return { state: 'open', readAt };
}

/** A case that closed or was hushed (cancelled, disputed, stopped by a person) has nothing to say any more. */
async function isSpeaking(account: string, sk: string, { rows }: Pick<Ports, 'rows'>): Promise<boolean> {
  const row = await loadCase(rows, account, sk);
  return row !== undefined && row.status !== 'closed' && row.hushed !== true;
}

/** Nobody is told of a task that is done, or that somebody else has now. */
async function isTheirs({ account, address }: Message, sk: string, { rows }: Pick<Ports, 'rows'>): Promise<boolean> {
  const item = await rows.get({ pk: `A#${account}`, sk });
  return item?.status === 'open' && item.assignee === address;
}

/** Not after a new date arrived, nor once the card has left the customer. */
async function isExpiring(
  account: string,
  { card, month }: NonNullable<Message['whileCard']>,
  { rows }: Pick<Ports, 'rows'>,
): Promise<boolean> {
  const item = await rows.get({ pk: `A#${account}`, sk: `CARDREF#${card}` });
  const [expMonth, expYear] = [Number(item?.expMonth), Number(item?.expYear)];
  return item?.customer !== undefined && monthOf({ expMonth, expYear }) === month;
}

/** Money on its way is no failure: who pays by debit is not told that it did not go through. */
export const isOwed = ({ status, amountRemaining, payment }: Invoice): boolean =>
  status === 'open' && amountRemaining.amount > 0 && payment?.status !== 'processing';

async function invoiceGoal(invoice: string, { billing }: Pick<Ports, 'billing'>): Promise<Hearing['goal']> {
  try {
    return isOwed(await billing.invoice(invoice, 'goal')) ? 'open' : 'met';
  } catch (error) {
    if (error instanceof NotFound) return 'met';
    throw error;
  }
}

/** What another mail said in its place was said. */
async function spokenStatus({ account, status, saidBy }: Message, { rows }: Pick<Ports, 'rows'>) {
  const other = saidBy === undefined ? undefined : await rows.get(messageKey(account, saidBy));
  return other ? parseMessage(other).status : status;
}

/** How long a thank-you waits for the fate of the mails it answers (spec payment-recovery). */
const longestWait = { minutes: 30 } as const;

/** A thank-you goes only to somebody who really was told of a failure, judged when none of those mails is on its way. */
async function requiredGoal(
  message: Message,
  requires: readonly string[],
  { rows, clock }: Pick<Ports, 'rows' | 'clock'>,
): Promise<Hearing['goal']> {
  const items = await Promise.all(requires.map((key) => rows.get(messageKey(message.account, key))));
  const read = items.flatMap((item) => (item ? [parseMessage(item)] : []));
  const statuses = await Promise.all(read.map((one) => spokenStatus(one, { rows })));
  if (statuses.includes('SENT') || (message.mode === 'observe' && statuses.includes('WOULD_SEND'))) return 'open';
  const onTheWay = statuses.includes('SENDING') || statuses.includes('UNKNOWN');
  const patient = clock.now() < after(parseInstant(message.queuedAt), longestWait);
  return onTheWay && patient ? 'unknown_yet' : 'met';
}

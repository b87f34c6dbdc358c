import { languageOf } from '../../templates/catalog.ts';
import type { Invoice } from '../billing/model.ts';
import { planName } from '../billing/plan-name.ts';
import { NotFound } from '../kernel/failures.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Item } from '../kernel/rows.ts';
import { parseRecovery, type Recovery } from '../recovery/state.ts';
import { amountLine, amountOf, sumWords } from './amount-words.ts';
import { isOwed } from './goal.ts';
import type { Message } from './outbox.ts';
import type { Sending } from './sending.ts';

type Reach = Pick<Ports, 'rows' | 'billing' | 'clock'>;

export interface Named {
  readonly facts: Message['facts'];
  /** The invoices it names: another case's mail that would say the same is not sent as well. */
  readonly invoices: readonly string[];
}

interface Debt {
  readonly own: boolean;
  readonly plan: string;
  readonly invoices: readonly Invoice[];
}

/**
 * A customer gets one recovery mail a day at most, so it names all that is open, of each of their subscriptions (spec
 * payment-recovery). Read when it is sent: what was paid while the mail waited is named no more.
 */
export async function namedNow(sending: Sending, ports: Reach): Promise<Named> {
  const { message } = sending;
  const { whileOpen, whileCase, facts } = message;
  if (!whileOpen || !whileCase) return { facts, invoices: [] };
  const cases = await speakingCases(message.account, whileCase, ports);
  const alone = cases.length === 1 && cases.every(({ data }) => idsOf(data).every((id) => id === whileOpen));
  if (alone || cases.length === 0) return { facts, invoices: [whileOpen] };
  const debts = await Promise.all(cases.map((one) => debtOf(one, one.sk === whileCase, sending, ports)));
  return wordsOf(debts, sending, ports);
}

interface Speaking {
  readonly sk: string;
  readonly data: Recovery;
}

/** Its own case first. A paused one asks for nothing but its one price, and a hushed one for nothing at all. */
async function speakingCases(account: string, own: string, { rows }: Reach): Promise<Speaking[]> {
  const page = await rows.query({ pk: `A#${account}`, sk: { prefix: 'CASE#payment-recovery#' } });
  const speaking = page.items
    .filter((item) => item.sk === own || isAsking(item))
    .map((item) => ({ sk: String(item.sk), data: parseRecovery(item.data) }));
  return speaking.sort((a, b) => Number(b.sk === own) - Number(a.sk === own));
}

const isAsking = ({ entity, status, hushed, data }: Item): boolean =>
  entity === 'case' && status !== 'closed' && hushed !== true && Object(data).paused === undefined;

const idsOf = ({ lead, taken }: Recovery): string[] => [...new Set([lead, ...Object.keys(taken)])];

async function debtOf({ data }: Speaking, own: boolean, { account, config }: Sending, ports: Reach): Promise<Debt> {
  const read = await Promise.all(idsOf(data).map((id) => found(ports.billing.invoice(id, 'goal'))));
  const invoices = read.flatMap((one) => (one && isOwed(one) ? [one] : []));
  const subscription =
    invoices.length > 0 ? await found(ports.billing.subscription(data.subscription, 'goal')) : undefined;
  return { own, invoices, plan: planName(subscription ?? {}, account?.plan, config) };
}

async function found<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

function wordsOf(debts: readonly Debt[], { message, recipient }: Sending, { clock }: Reach): Named {
  const reader = { language: languageOf(recipient.locale), zone: recipient.zone };
  const named = debts.filter(({ invoices }) => invoices.length > 0);
  const own = named.filter((debt) => debt.own).flatMap(({ invoices }) => invoices);
  const all = named.flatMap(({ invoices }) => invoices);
  // Its own was settled in the second between two reads: what is true is found out when it is judged again.
  if (own.length === 0) return { facts: message.facts, invoices: [] };
  const several = all.length > own.length;
  const lines = named.flatMap(({ plan, invoices }) =>
    invoices.map((one) => amountLine(one, several ? plan : undefined, clock.now(), reader)),
  );
  const sums = {
    total: sumWords(own.map(amountOf), reader),
    together: several ? sumWords(all.map(amountOf), reader) : null,
  };
  return { facts: { ...message.facts, amounts: lines, ...sums }, invoices: all.map(({ id }) => id) };
}

import { formatMoney } from '../../lambdas/kernel/money.ts';
import type { World } from '../world/world.ts';
import { type Html, link, path, rowsOf } from './layout.ts';

type Row = Readonly<Record<string, unknown>>;

const stages: Readonly<Record<string, string>> = {
  retrying: 'trying the payment again',
  waiting_for_card: 'waiting for the customer (another card, or a confirmation)',
  paused: 'paused, everything kept',
  hold: 'the hold is over',
};
const outcomes: Readonly<Record<string, string>> = {
  recovered: 'recovered, it is paid',
  cancelled: 'the subscription was cancelled',
  voided: 'the invoice was voided',
  uncollectible: 'the invoice was written off',
  disputed: 'the charge is disputed',
  expired_hold: 'the hold ended unpaid',
  stopped: 'stopped by a person',
};
const actors: Readonly<Record<string, string>> = { us: 'Holdfast', stripe: 'Stripe', customer: 'the customer' };

const said = (words: Readonly<Record<string, string>>, code: unknown): string => words[String(code)] ?? plain(code);

/** `past_due` is a code, "past due" a word. */
export const plain = (code: unknown): string => (code === undefined ? '' : String(code).replaceAll('_', ' '));

/** Where a case stands, in words. */
export function standing({ status, outcome, stage }: Row): string {
  if (status === 'closed' || outcome !== undefined) return `Closed: ${said(outcomes, outcome)}`;
  return `${status === 'attention' ? 'Needs a person' : 'Open'}: ${said(stages, stage)}`;
}

export const outcomeWords = (outcome: unknown): string => said(outcomes, outcome);

/** "RUNNING" as the AWS console writes it: "Running". */
export const statusWords = (status: string): string => plain(status.charAt(0) + status.slice(1).toLowerCase());

export const actorWords = (actor: string): string => said(actors, actor);

export function chargeWords(outcome: string): string {
  if (outcome === 'ok') return 'paid';
  return outcome === 'pending' ? 'on its way' : `declined, ${plain(outcome)}`;
}

export function money(value: unknown): string {
  const { amount, currency }: { amount?: unknown; currency?: unknown } = Object(value);
  return typeof amount === 'number' && typeof currency === 'string' ? formatMoney({ amount, currency }) : '';
}

export interface Names {
  /** By its name, leading to its page; an id nobody knows is shown as it is. */
  account(id: unknown): Html | string;
  customer(id: string): Html | string;
  name(id: string): string;
}

/** Who is who: of accounts, and of the customers at Stripe. */
export function namesIn(world: World): Names {
  const rows = rowsOf(world, 'account');
  const names = new Map(rows.map((row) => [String(row.account), String(row.name ?? row.account)]));
  const owners = new Map(
    rows.flatMap(({ account, customers }) => (Array.isArray(customers) ? customers.map((id) => [id, account]) : [])),
  );
  const account = (id: unknown) => {
    const name = names.get(String(id));
    return name === undefined ? String(id ?? '') : link(path('accounts', id), name);
  };
  return { account, customer: (id) => account(owners.get(id) ?? id), name: (id) => names.get(id) ?? id };
}

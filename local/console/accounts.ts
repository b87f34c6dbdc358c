import { html } from 'hono/html';
import { accountStatuses, tiers } from '../../lambdas/accounts/account.ts';
import {
  type Asked,
  addressOf,
  any,
  type Choice,
  counted,
  type Filter,
  filters,
  partOf,
  type Shown,
  wanted,
} from './asked.ts';
import type { AccountLine, Board, CaseLine } from './board.ts';
import { accountsByName, accountText, leadingCases } from './board-views.ts';
import { casePill } from './case-words.ts';
import { type Html, link, path, pill, stats, table } from './kit.ts';
import type { ConsoleSource } from './source.ts';
import { accountMood, capital, money, plain } from './words.ts';

const named = (codes: readonly string[]): Choice[] => codes.map((code) => [code, plain(code)]);

const cases: readonly Choice[] = [
  any,
  ['attention', 'needs a person'],
  ['open', 'open'],
  ['closed', 'closed'],
  ['none', 'none so far'],
];

const orders: readonly Choice[] = [
  ['', 'name'],
  ['worth', 'worth, highest first'],
  ['recent', 'last failed payment'],
];

const fields: readonly Filter[] = [
  { name: 'q', label: 'Name, account or Stripe id' },
  { name: 'status', label: 'Status', choices: [any, ...named(accountStatuses)] },
  { name: 'tier', label: 'Tier', choices: [any, ...named(tiers)] },
  { name: 'case', label: 'Payment recovery', choices: cases },
  { name: 'sort', label: 'Sorted by', choices: orders },
];

/** Everybody who is known, with where they stand. */
export async function accountsPage(source: ConsoleSource, asked: Asked): Promise<Shown> {
  const board = await source.board();
  const found = sorted(accountsByName(board).filter(chosen(board, asked)), board, wanted(asked, 'sort'));
  const { lines, below } = partOf(found, asked, 'account');
  const rows = lines.map((line) => rowOf(line, leadingCases(board).get(line.account)));
  const heads = ['Name', 'Status', 'Tier', 'Plan', 'A month', 'Payment recovery'];
  return {
    title: 'Accounts',
    content: html`${figures(board, asked)}${filters(asked, fields)}
<section class="card" aria-label="Accounts">${table(heads, rows, none(board, asked))}${below}</section>`,
  };
}

function figures(board: Board, asked: Asked): Html {
  const counts = new Map<string, number>();
  for (const { status = 'none' } of board.accounts.values()) counts.set(status, (counts.get(status) ?? 0) + 1);
  const shown = accountStatuses.filter((status) => counts.has(status));
  return stats(
    shown.map((status) => ({
      value: counts.get(status) ?? 0,
      label: plain(status),
      mood: accountMood(status),
      to: addressOf({ ...asked, query: new URLSearchParams() }, { status }),
    })),
  );
}

function chosen(board: Board, asked: Asked): (line: AccountLine) => boolean {
  const [text, status, tier, standing] = ['q', 'status', 'tier', 'case'].map((name) => wanted(asked, name));
  const search = text?.toLowerCase() ?? '';
  const leading = leadingCases(board);
  return (line) =>
    (search === '' || accountText(line).includes(search) || line.customers.some((id) => id === text)) &&
    (!status || line.status === status) &&
    (!tier || line.tier === tier) &&
    (!standing || (leading.get(line.account)?.status ?? 'none') === standing);
}

/** Amounts of different currencies are set side by side as they are: this orders a list, it adds nothing up. */
function sorted(lines: readonly AccountLine[], board: Board, by: string): readonly AccountLine[] {
  const leading = leadingCases(board);
  if (by === 'worth') return lines.toSorted((a, b) => (b.mrr?.amount ?? -1) - (a.mrr?.amount ?? -1));
  if (by !== 'recent') return lines;
  const opened = ({ account }: AccountLine): number => leading.get(account)?.openedAt ?? 0;
  return lines.toSorted((a, b) => opened(b) - opened(a));
}

const rowOf = ({ account, name, status, tier, plan, mrr }: AccountLine, leading: CaseLine | undefined) => [
  link(path('accounts', account), name),
  status === undefined ? '' : pill(accountMood(status), plain(status)),
  capital(plain(tier)),
  plan ?? '',
  money(mrr),
  leading === undefined ? '' : link(path('executions', leading.execution), casePill(leading)),
];

const none = ({ accounts }: Board, asked: Asked): Html =>
  accounts.size === 0
    ? html`Nobody is known yet. An account appears with the first Stripe webhook about a customer.`
    : html`None of ${counted(accounts.size, 'account')} is like that. ${link(asked.path, 'Show all of them')}.`;

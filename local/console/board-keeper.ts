import type { Key } from '../../lambdas/kernel/rows.ts';
import type { AccountLine, Board, CaseLine, MessageLine, TaskLine } from './board.ts';
import { accountLine, caseLine, messageLine, taskLine, withText } from './board-lines.ts';
import { OrderedLines } from './board-order.ts';

type Row = Readonly<Record<string, unknown>>;

/** By text where two stand at the same instant: the same rows give the same list wherever they come from. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const newestMessage = (a: MessageLine, b: MessageLine): number =>
  b.at - a.at || byText(a.account, b.account) || byText(a.key, b.key);
const newestCase = (a: CaseLine, b: CaseLine): number =>
  b.openedAt - a.openedAt || byText(a.account, b.account) || byText(a.subject, b.subject);
const soonestTask = (a: TaskLine, b: TaskLine): number =>
  a.due - b.due || byText(a.account, b.account) || byText(a.id, b.id);

/** What completes a message's line beyond its row: the mail it became. */
export type Completed = (line: Omit<MessageLine, 'text'>, row: Row) => Omit<MessageLine, 'text'>;

/** The board, kept from rows as they change. Rows of other kinds pass without a trace. */
export class BoardKeeper {
  readonly #completed: Completed;
  readonly #accounts = new Map<string, AccountLine>();
  readonly #cases = new OrderedLines<CaseLine>(newestCase);
  readonly #messages = new OrderedLines<MessageLine>(newestMessage);
  readonly #tasks = new OrderedLines<TaskLine>(soonestTask);
  #gaps: readonly string[] = [];
  #board: Board | undefined;

  constructor(completed: Completed = (line) => line) {
    this.#completed = completed;
  }

  /** `row` undefined: it is gone. */
  take({ pk, sk }: Key, row: Row | undefined): void {
    if (!pk.startsWith('A#')) return;
    const account = pk.slice(2);
    const key = `${account}\n${sk}`;
    if (sk === 'ACCOUNT') this.#takeAccount(account, row);
    else if (sk.startsWith('MSG#')) this.#messages.set(key, row && withText(this.#completed(messageLine(row), row)));
    else if (sk.startsWith('TASK#')) this.#tasks.set(key, row && taskLine(row));
    else if (sk.startsWith('CASE#') && row?.entity !== 'closed-run') this.#cases.set(key, row && caseLine(row));
    else return;
    this.#board = undefined;
  }

  leaveOut(gaps: readonly string[]): void {
    this.#gaps = gaps;
    this.#board = undefined;
  }

  board(): Board {
    this.#board ??= {
      accounts: this.#accounts,
      cases: this.#cases.list(),
      messages: this.#messages.list(),
      tasks: this.#tasks.list(),
      gaps: this.#gaps,
    };
    return this.#board;
  }

  #takeAccount(account: string, row: Row | undefined): void {
    if (row) this.#accounts.set(account, accountLine(row));
    else this.#accounts.delete(account);
  }
}

import { storedPolicies } from '../../lambdas/adapters/policies.ts';
import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import type { Item, Key } from '../../lambdas/kernel/rows.ts';
import { messageKey } from '../../lambdas/messaging/outbox.ts';
import type { Acts } from '../console/acts.ts';
import { messageRef, readMessageRef } from '../console/board.ts';
import type { Completed } from '../console/board-keeper.ts';
import { previewOf } from '../console/mailbox-preview.ts';
import type { ConsoleSource, MailView, Place, Recoveries } from '../console/source.ts';
import type { ReadTable } from './read-table.ts';
import { StageBoard } from './stage-board.ts';
import { type ExecutionsClient, StageExecutions } from './stage-executions.ts';
import { everyItem, lists, outcomes } from './stage-lists.ts';

export interface StageSourceOf {
  readonly place: Extract<Place, { readonly kind: 'stage' }>;
  readonly table: ReadTable;
  readonly executions: ExecutionsClient;
  arnOf(execution: string): string;
  /** Today's configuration: names of the company and of people, which no policy row holds. */
  readonly config: RetentionConfig;
  now(): Instant;
  wait(milliseconds: number): Promise<void>;
  readonly acts?: Acts;
}

/** What SES took, as the row alone can tell. */
const withMail: Completed = (line) => (line.status === 'SENT' ? { ...line, mail: messageRef(line) } : line);

/** The console's view of a deployed stage: its table, and Step Functions for one execution at a time. */
export class StageSource implements ConsoleSource {
  readonly place: StageSourceOf['place'];
  readonly acts?: Acts;
  readonly stageBoard: StageBoard;
  readonly #of: StageSourceOf;
  readonly #executions: StageExecutions;

  constructor(of: StageSourceOf) {
    this.#of = of;
    this.place = of.place;
    if (of.acts) this.acts = of.acts;
    this.stageBoard = new StageBoard({ table: of.table, now: of.now, completed: withMail });
    this.#executions = new StageExecutions({
      client: of.executions,
      arnOf: of.arnOf,
      row: (key) => this.row(key),
      now: of.now,
      wait: of.wait,
    });
  }

  get zone(): string {
    return this.#of.config.company.zone;
  }

  now(): Instant {
    return this.#of.now();
  }

  board() {
    return this.stageBoard.board();
  }

  freshness() {
    return this.stageBoard.freshness();
  }

  rowsOf(account: string): Promise<readonly Item[]> {
    return everyItem([{ pk: `A#${account}` }], this.#of.table.rows);
  }

  partition(pk: string): Promise<readonly Item[]> {
    return everyItem([{ pk }], this.#of.table.rows);
  }

  row(key: Key): Promise<Item | undefined> {
    return this.#of.table.rows.get(key);
  }

  async recoveries(): Promise<Recoveries> {
    const { rows } = this.#of.table;
    const inList = (partitions: readonly string[]) =>
      everyItem(
        partitions.map((pk) => ({ index: 'list' as const, pk })),
        rows,
      );
    return { ended: await inList(outcomes), open: await inList(lists.openCases.partitions) };
  }

  execution(name: string) {
    return this.#executions.find(name);
  }

  async mail(id: string): Promise<MailView | undefined> {
    const message = readMessageRef(id);
    const row = message && (await this.row(messageKey(message.account, message.key)));
    if (!row) return undefined;
    const { rows } = this.#of.table;
    const policies = storedPolicies(rows, () => this.#of.config);
    return {
      ...(await previewOf(row, { rows, config: (policy) => policies.load(policy) })),
      note: row.status === 'SENT' ? rewritten : unwritten,
    };
  }
}

const rewritten =
  'SES keeps no copy, so this is written again from the facts of the message with the text of this version of Holdfast. Its links are not shown: whoever has one can act for the customer.';
const unwritten =
  'Nothing of this was handed to SES. It is what would be written now from the facts of the message; its links are made when it is sent.';

import { dynamoRows } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { storedPolicies } from '../../lambdas/adapters/policies.ts';
import type { Item, Key } from '../../lambdas/kernel/rows.ts';
import { messageKey } from '../../lambdas/messaging/outbox.ts';
import { describeWaiting } from '../asl/index.ts';
import type { Values } from '../dynamodb/values.ts';
import type { Execution } from '../world/execution.ts';
import type { World } from '../world/world.ts';
import type { Acts } from './acts.ts';
import { type Board, type MessageLine, readMessageRef } from './board.ts';
import { BoardKeeper } from './board-keeper.ts';
import { LocalMails } from './local-mails.ts';
import { previewOf } from './mailbox-preview.ts';
import type { ConsoleSource, ExecutionView, MailView, Recoveries } from './source.ts';

const tableName = 'holdfast';

/** Stored items are strict rows of ours: the table refuses an item without its two keys. */
const asItem = (item: Values): Item => item as Item;

/** The console's view of a world in this process. */
export class LocalSource implements ConsoleSource {
  readonly place = { kind: 'laptop' } as const;
  readonly acts?: Acts;
  readonly #world: World;
  readonly #mails: LocalMails;
  readonly #keeper: BoardKeeper;
  /** Rows written since the board was asked for: a world that runs pays for a set, the page for the rest. */
  readonly #written = new Map<string, Key>();
  readonly #stopWatching: () => void;

  constructor(world: World, acts?: Acts) {
    this.#world = world;
    if (acts) this.acts = acts;
    this.#mails = new LocalMails(world.mailbox);
    this.#keeper = new BoardKeeper((line) => this.#withMail(line));
    for (const item of world.table.everything()) this.#keeper.take(asItem(item), item);
    this.#stopWatching = world.table.watch((key) => this.#written.set(`${key.pk}\n${key.sk}`, key));
  }

  get zone() {
    return this.#world.config.company.zone;
  }

  now() {
    return this.#world.simulator.now();
  }

  async board(): Promise<Board> {
    for (const key of this.#written.values()) this.#keeper.take(key, this.#world.table.find(key));
    this.#written.clear();
    return this.#keeper.board();
  }

  freshness(): undefined {
    return undefined;
  }

  async rowsOf(account: string): Promise<readonly Item[]> {
    return this.#world.table.partition(`A#${account}`).map(asItem);
  }

  async partition(pk: string): Promise<readonly Item[]> {
    return this.#world.table.partition(pk).map(asItem);
  }

  async row(key: Key): Promise<Item | undefined> {
    const found = this.#world.table.find(key);
    return found && asItem(found);
  }

  async recoveries(): Promise<Recoveries> {
    const [ended, open]: [Item[], Item[]] = [[], []];
    for (const item of this.#world.table.everything()) {
      if (item.entity === 'outcome') ended.push(asItem(item));
      else if (item.entity === 'case' && item.status !== 'closed') open.push(asItem(item));
    }
    return { ended, open };
  }

  async execution(name: string): Promise<ExecutionView | undefined> {
    const found = this.#world.executions().find((one) => one.name === name);
    return found && executionView(found);
  }

  async mail(id: string): Promise<MailView | undefined> {
    const message = readMessageRef(id);
    const known = message ? this.#mails.of(message.account, message.key)?.id : id;
    const written = known === undefined ? undefined : this.#mails.find(known);
    if (written) return this.#named(written);
    const row = message && (await this.row(messageKey(message.account, message.key)));
    return row && { ...(await this.#preview(row)), note: unwritten };
  }

  /** Another source takes over: this one follows the world no longer. */
  close(): void {
    this.#stopWatching();
  }

  #withMail(line: Omit<MessageLine, 'text'>): Omit<MessageLine, 'text'> {
    const mail = this.#mails.of(line.account, line.key);
    return mail ? { ...line, mail: mail.id, subject: mail.subject, to: mail.to.join(', ') } : line;
  }

  async #named(mail: MailView): Promise<MailView> {
    const row = await this.row(messageKey(mail.account, mail.key));
    return { ...mail, template: String(row?.template ?? '') };
  }

  /** Past the ports: looking is no call of the system, and no planned fault may meet it. */
  #preview(row: Item): Promise<MailView> {
    const rows = dynamoRows({ send: (command) => this.#world.table.send(command) }, tableName);
    const policies = storedPolicies(rows, () => this.#world.config);
    return previewOf(row, { rows, config: (policy) => policies.load(policy) });
  }
}

const unwritten =
  'Nothing of this was handed to a mail server. It is what would be written now from the facts of the message; its links are made when it is sent.';

function executionView(found: Execution): ExecutionView {
  const { name, arn, machine, startedAt, input, frame, history } = found;
  const [waiting] = describeWaiting(frame);
  return {
    name,
    arn,
    machine: machine.name,
    status: frame.status,
    startedAt,
    ...(frame.stoppedAt === undefined ? {} : { endedAt: frame.stoppedAt }),
    input,
    ...(frame.output === undefined ? {} : { output: JSON.stringify(frame.output) }),
    definition: machine.definition,
    history,
    ...(waiting === undefined
      ? {}
      : { waiting: { state: waiting.state, ...(waiting.due === undefined ? {} : { due: waiting.due }) } }),
  };
}

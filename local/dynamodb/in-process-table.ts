import type { Key } from '../../lambdas/kernel/rows.ts';
import { tableNotFound } from './errors.ts';
import { deleteItem, getItem, putItem, type Store, updateItem } from './item-operations.ts';
import { keyIn } from './keys.ts';
import { query } from './query.ts';
import type { Answer, Request } from './requests.ts';
import { StoredRows } from './stored-rows.ts';
import { describeTable } from './table-schema.ts';
import { copyInEntries, copyOut, type Values } from './values.ts';
import { fromWire, toWire, type WireRequest } from './wire.ts';

export type Operation = 'getItem' | 'putItem' | 'updateItem' | 'deleteItem' | 'query';

export interface InProcessTableOptions {
  readonly name: string;
  /** Milliseconds on the clock the index lag is measured by. */
  readonly now: () => number;
  /** Asked once for each write. Default: 0, the indexes show a write at once. */
  readonly indexLagMs?: () => number;
  /** Told after each write, with a copy of the new item; undefined: it was deleted. */
  readonly onWrite?: (key: Key, item: Values | undefined) => void;
  /** Asked before each operation: what it returns is thrown instead (`throttled()`, `throughputExceeded()`). */
  readonly refuse?: (operation: Operation) => Error | undefined;
}

interface AnyCommand {
  readonly input: object;
}

const documentCommands = new Map<string, Operation>([
  ['GetCommand', 'getItem'],
  ['PutCommand', 'putItem'],
  ['UpdateCommand', 'updateItem'],
  ['DeleteCommand', 'deleteItem'],
]);

const wireCommands = new Map<string, Operation>([
  ['GetItemCommand', 'getItem'],
  ['PutItemCommand', 'putItem'],
  ['UpdateItemCommand', 'updateItem'],
  ['DeleteItemCommand', 'deleteItem'],
]);

/** DynamoDB's single table behind the SDK's `send(command)`: document commands and raw ones, the parts that we use. */
export class InProcessTable {
  readonly #options: InProcessTableOptions;
  readonly #stored = new StoredRows();
  readonly #store: Store;
  readonly #watchers = new Set<(key: Key) => void>();

  constructor(options: InProcessTableOptions) {
    this.#options = options;
    this.#store = {
      find: (key) => this.#stored.find(key),
      write: (key, after) => this.#write(key, after),
    };
  }

  async send(command: AnyCommand): Promise<object> {
    // By name: two copies of the SDK in one process (a test runner) have two classes of each name.
    const name = command.constructor.name;
    const document = documentCommands.get(name);
    if (document !== undefined) return this.#run(document, command.input);
    const wire = wireCommands.get(name);
    if (wire !== undefined) return this.sendRaw(wire, command.input);
    if (name === 'QueryCommand')
      return isWireQuery(command) ? this.sendRaw('query', command.input) : this.#run('query', command.input);
    if (name === 'DescribeTableCommand') return { Table: describeTable(this.#options.name) };
    if (name === 'CreateTableCommand') return { TableDescription: describeTable(this.#options.name) };
    throw new TypeError(`the in-process table does not answer ${name}: use get, put, update, delete and query`);
  }

  /** An operation in wire form, in and out, as a state machine sends it to `aws-sdk:dynamodb`. */
  sendRaw(operation: Operation, input: WireRequest): object {
    return toWire(this.#run(operation, fromWire(input)));
  }

  /** Copies of all items, in the order of their keys. */
  *items(): Generator<Values> {
    for (const item of this.#stored.all()) yield copyOut(item);
  }

  /** The stored items of one partition, in the order of their sort keys. To be read only: a write replaces an item. */
  partition(pk: string): Values[] {
    return this.#stored.partition(pk).rows.map(({ item }) => item);
  }

  /** The stored item, as `partition` gives it. */
  find(key: Key): Values | undefined {
    return this.#stored.find(key);
  }

  /** All stored items, as `partition` gives them: a hundred thousand copies would take a second. */
  everything(): Iterable<Values> {
    return this.#stored.all();
  }

  /** Tells of every write from here on, after it. @returns what ends it */
  watch(told: (key: Key) => void): () => void {
    this.#watchers.add(told);
    return () => this.#watchers.delete(told);
  }

  toJSON(): { name: string; items: Values[] } {
    return { name: this.#options.name, items: [...this.items()] };
  }

  /** Replaces all items; the indexes show them at once. */
  load(items: Iterable<Values>): void {
    this.#stored.clear();
    for (const item of items) this.#stored.write(keyIn(item), copyInEntries(item), 0, 0);
  }

  /** The smallest dueSk in the due index, counting writes it does not show yet. */
  earliestDue(counts: (partition: string) => boolean = () => true): string | undefined {
    return this.#stored.indexes.find(({ name }) => name === 'due')?.earliest(counts);
  }

  /** False: a query of this partition of the index finds nothing. */
  indexHolds(name: string, partition: string): boolean {
    return this.#stored.indexes.find((index) => index.name === name)?.holds(partition) ?? true;
  }

  #run(operation: Operation, request: Request): Answer {
    const refusal = this.#options.refuse?.(operation);
    if (refusal !== undefined) throw refusal;
    if (request.TableName !== this.#options.name) throw tableNotFound();
    switch (operation) {
      case 'getItem':
        return getItem(this.#store, request);
      case 'putItem':
        return putItem(this.#store, request);
      case 'updateItem':
        return updateItem(this.#store, request);
      case 'deleteItem':
        return deleteItem(this.#store, request);
      case 'query':
        return query(this.#stored, request, this.#options.now());
    }
  }

  #write(key: Key, after: Values | undefined): void {
    this.#stored.write(key, after, this.#options.now(), this.#options.indexLagMs?.() ?? 0);
    this.#options.onWrite?.({ pk: key.pk, sk: key.sk }, copyOut(after));
    for (const told of this.#watchers) told({ pk: key.pk, sk: key.sk });
  }
}

/** Both libraries name their query alike; only the document client's command wraps another one. */
const isWireQuery = (command: AnyCommand): boolean => !('clientCommand' in command);

import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../lambdas/kernel/rows.ts';
import { executionOfToken, tokenState } from '../../local/asl/index.ts';
import type { Call } from '../../local/world/options.ts';
import type { World } from '../../local/world/world.ts';

/** One row as it stood before and after a write that took effect. */
export interface RowWrite {
  /** Calls that took effect are numbered in their order. */
  readonly seq: number;
  readonly at: number;
  readonly by: string;
  readonly key: string;
  readonly before: Item | undefined;
  after: Item | undefined;
  /** The write took away a token that its execution still waits with. */
  tokenWasOpen: boolean;
  /** Of the run the row named before, when the write happened. */
  readonly status: string | undefined;
}

export interface Numbered extends Call {
  readonly seq: number;
}

/** SES was asked to send: the moment our side let go of the mail. */
export interface HandOver {
  readonly seq: number;
  readonly at: number;
  readonly input: unknown;
}

interface Naming {
  readonly pk?: string;
  readonly sk?: string;
}

/** Everything of one life that took effect, in its order. */
export class Trace {
  readonly calls: Numbered[] = [];
  readonly writes: RowWrite[] = [];
  readonly handOvers: HandOver[] = [];
  readonly #rows = new Map<string, Item | undefined>();
  #world: World | undefined;

  /** From here on the world is watched; what set it up is not. */
  follow(world: World): void {
    this.#world = world;
    for (const item of world.table.items()) this.#rows.set(keyOf(item), item as Item);
    const call = world.invocations.call.bind(world.invocations);
    world.invocations.call = (asked, run) => {
      if (asked.target === 'ses')
        this.handOvers.push({ seq: this.calls.length, at: world.simulator.now(), input: asked.input });
      return call(asked, run);
    };
  }

  readonly watch = (call: Call): void => {
    if (!this.#world) return;
    const seq = this.calls.length;
    this.calls.push({ ...call, seq });
    if (call.target === 'store') this.#write(this.#world, { ...call, seq });
  };

  #write(world: World, { seq, at, operation, input, answer, invocation }: Numbered): void {
    if (operation === 'GetCommand' || operation === 'QueryCommand') return;
    const named = namingOf(input);
    const key = keyOf(named);
    const before = this.#rows.get(key);
    const write: RowWrite = {
      seq,
      at,
      by: invocation?.function ?? 'outside',
      key,
      before,
      after: undefined,
      tokenWasOpen: false,
      status: statusOf(world, before),
    };
    this.writes.push(write);
    const known = (Object(answer).Attributes ?? (operation === 'PutCommand' ? Object(input).Item : undefined)) as
      | Item
      | undefined;
    if (known) {
      this.#settle(world, write, known);
      return;
    }
    // A write in wire form answers nothing: the row is read in the same moment.
    void world.table
      .send(new GetCommand({ TableName: 'holdfast', Key: { ...named } }))
      .then((answered) => this.#settle(world, write, Object(answered).Item));
  }

  #settle(world: World, write: RowWrite, after: Item | undefined): void {
    write.after = after;
    this.#rows.set(write.key, after);
    const [old, fresh] = [tokenOf(write.before), tokenOf(after)];
    if (old !== undefined && old !== fresh) write.tokenWasOpen = isOpen(world, old);
  }
}

const keyOf = ({ pk, sk }: Naming): string => `${pk} ${sk}`;

/** Document and wire form name a row alike, but for the type around each value. */
function namingOf(input: unknown): Naming {
  const named = Object(input).Key ?? Object(input).Item;
  return { pk: named.pk?.S ?? named.pk, sk: named.sk?.S ?? named.sk };
}

const tokenOf = (row: Item | undefined): string | undefined => Object(row?.wait).token;

function isOpen(world: World, token: string): boolean {
  const arn = executionOfToken(token);
  const execution = arn === undefined ? undefined : world.workflows.executions.get(arn);
  return execution !== undefined && tokenState(execution.frame, token) === 'open';
}

function statusOf(world: World, row: Item | undefined): string | undefined {
  if (row?.entity !== 'case') return undefined;
  return world.executions().find(({ input }) => isOfRun(input, row))?.frame.status;
}

function isOfRun(input: string, row: Item): boolean {
  const named = JSON.parse(input) as { case: string; run: number };
  return named.run === row.run && named.case === row.sk;
}

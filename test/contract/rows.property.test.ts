import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dynamoRows } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import type { Change, Condition, Item, Key, Page, Path, Query, Rows, Written } from '../../lambdas/kernel/rows.ts';
import { type LocalDynamo, startDynalite } from '../../local/dynamodb/dynalite.ts';
import { findDynamoDbLocal, startDynamoDbLocal } from '../../local/dynamodb/dynamodb-local.ts';
import { InProcessTable } from '../../local/dynamodb/in-process-table.ts';
import { modelRows } from './rows-model.ts';

const tableName = 'holdfast-property';

type Step = (rows: Rows, pk: string) => Promise<Written | Page | Item | undefined>;

const sks = fc.constantFrom('a', 'a#1', 'b', '\uFF5E', '\u{1F600}');
const numbers = fc.constantFrom(0, 1, -2, 0.1, 2.5);
const scalars = fc.oneof(numbers, fc.constantFrom('x', 'y', '', null, true));
const paths = fc.constantFrom<Path>('n', 'name', ['wait', 'n'], ['wait', 'deep', 'token']);
const due = fc.option(fc.record({ duePk: fc.constantFrom('lane', 'other'), dueSk: fc.constantFrom('1', '2', '3') }), {
  nil: {},
});

const conditions: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ kind: fc.constantFrom('absent' as const, 'present' as const), path: paths }),
  fc.record({
    kind: fc.constantFrom('equals' as const, 'differs' as const, 'contains' as const),
    path: paths,
    value: scalars,
  }),
  fc.record({
    kind: fc.constantFrom('less' as const, 'atMost' as const, 'greater' as const, 'atLeast' as const),
    path: paths,
    value: numbers,
  }),
);
const guards: fc.Arbitrary<Condition> = fc.oneof(
  conditions,
  fc.record({ kind: fc.constantFrom('all' as const, 'any' as const), of: fc.array(conditions, { maxLength: 3 }) }),
  conditions.map((of) => ({ kind: 'not' as const, of })),
);
const guarded = fc.option(guards, { nil: undefined });

/** Each path belongs to one kind of change, so that no change names a path twice and types mostly fit. */
const changes: fc.Arbitrary<Change> = fc
  .record({
    name: fc.option(scalars),
    token: fc.option(scalars),
    n: fc.option(numbers),
    waitN: fc.option(numbers),
    entries: fc.option(fc.array(scalars, { maxLength: 2 })),
    drop: fc.subarray<Path>(['tags', 'duePk', ['wait', 'gone']]),
    guard: guarded,
  })
  .map(({ name, token, n, waitN, entries, drop, guard }) => ({
    set: [
      ...(name === null ? [] : [['name', name] as const]),
      ...(token === null ? [] : [[['wait', 'deep', 'token'], token] as const]),
    ],
    add: [...(n === null ? [] : [['n', n] as const]), ...(waitN === null ? [] : [[['wait', 'n'], waitN] as const])],
    append: entries === null ? [] : [[['wait', 'log'], entries] as const],
    remove: drop,
    ...(guard !== undefined && { if: guard }),
  }));

const queries: fc.Arbitrary<Omit<Query, 'pk'>> = fc.record(
  {
    sk: fc.oneof(
      fc.record({ prefix: fc.constantFrom('', 'a', 'a#', '\uFF5E') }),
      fc.record({ atMost: sks }),
      fc.constantFrom({ from: 'a', to: 'b' }, { from: 'a#', to: '\u{1F600}' }),
    ),
    limit: fc.constantFrom(1, 2, 10),
    newestFirst: fc.boolean(),
  },
  { requiredKeys: [] },
);

const ownKey = (pk: string, sk: string): Key => ({ pk, sk });

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ sk: sks, name: scalars, n: numbers, due, guard: guarded }).map(
    ({ sk, name, n, due: lane, guard }): Step =>
      (rows, pk) =>
        rows.put({ ...ownKey(pk, sk), name, n, ...inLane(lane, pk) }, guard),
  ),
  fc.record({ sk: sks, change: changes }).map(
    ({ sk, change }): Step =>
      (rows, pk) =>
        rows.update(ownKey(pk, sk), change),
  ),
  fc.record({ sk: sks, guard: guarded }).map(
    ({ sk, guard }): Step =>
      (rows, pk) =>
        rows.remove(ownKey(pk, sk), guard),
  ),
  sks.map(
    (sk): Step =>
      (rows, pk) =>
        rows.get(ownKey(pk, sk)),
  ),
  queries.map(
    (query): Step =>
      (rows, pk) =>
        rows.query({ ...query, pk }),
  ),
  fc.constantFrom('1', '2', '3').map(
    (atMost): Step =>
      async (rows, pk) =>
        sorted(await rows.query({ index: 'due', pk: `${pk}lane`, sk: { atMost } })),
  ),
);

const inLane = (lane: { duePk?: string; dueSk?: string }, pk: string) =>
  lane.duePk === undefined ? {} : { ...lane, duePk: `${pk}${lane.duePk}` };

/** The order among rows of equal sort key is nobody's promise. */
const sorted = (page: Page): Page => ({
  items: [...page.items].sort((a, b) => `${a.dueSk}${a.sk}`.localeCompare(`${b.dueSk}${b.sk}`)),
});

let stories = 0;

/** Plays one sequence on both and compares every answer; an error counts as an answer. */
async function playedAlike(story: readonly Step[], one: Rows, other: Rows): Promise<void> {
  const pk = `P#${++stories}`;
  for (const step of story) expect(await outcome(step, one, pk)).toEqual(await outcome(step, other, pk));
}

/** The "next" of a page is opaque, and AWS names one more than a model that looks ahead. */
const outcome = (step: Step, rows: Rows, pk: string): Promise<unknown> =>
  step(rows, pk).then(
    (answer) => (answer !== undefined && 'items' in answer ? { items: answer.items } : answer),
    (error: unknown) => (error instanceof Error ? `refused: ${error.name}` : error),
  );

const inProcess = (): Rows => dynamoRows(new InProcessTable({ name: tableName, now: () => 0 }), tableName);

describe('random stories', () => {
  it('go on the in-process table as on a model of a few lines', async () => {
    const story = fc.array(steps, { minLength: 5, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(story, (it) => playedAlike(it, inProcess(), modelRows())),
      { numRuns: 400, seed: 1 },
    );
  });

  describe('on dynalite', () => {
    let dynamo: LocalDynamo;
    beforeAll(async () => {
      dynamo = await startDynalite({ tableName });
    });
    afterAll(() => dynamo.close());

    it('go as on the in-process table', async () => {
      const story = fc.array(steps, { minLength: 10, maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(story, (it) => playedAlike(it, inProcess(), dynamoRows(dynamo.client, tableName))),
        { numRuns: 25, seed: 2 },
      );
    });
  });
});

const local = findDynamoDbLocal();

describe('random stories on DynamoDB Local', () => {
  if ('missing' in local) {
    it(`are left out: ${local.missing}`, () => expect(process.env.HOLDFAST_DYNAMODB_LOCAL ?? '').toBe(''));
    return;
  }
  let dynamo: LocalDynamo;
  beforeAll(async () => {
    dynamo = await startDynamoDbLocal(local.folder, tableName);
  });
  afterAll(() => dynamo.close());

  it('go as on the in-process table', async () => {
    const story = fc.array(steps, { minLength: 10, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(story, (it) => playedAlike(it, inProcess(), dynamoRows(dynamo.client, tableName))),
      { numRuns: 25, seed: 3 },
    );
  });
});

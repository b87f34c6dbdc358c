import { indexKeys } from '../../lambdas/kernel/rows.ts';
import { wayOf } from './document-path.ts';
import { invalid } from './errors.ts';
import { holds } from './holds.ts';
import { MAX_PAGE_SIZE, sizeAtMost, sizeOf } from './item-size.ts';
import { type KeyRange, keyRange } from './key-range.ts';
import { filterOf, keyConditionOf, projectionOf } from './parsed.ts';
import { project } from './projection.ts';
import { type Answer, type Request, refuseUnused, scopeOf } from './requests.ts';
import { comparePlaces, type Placed, type SortedRows } from './sorted-rows.ts';
import type { StoredRows } from './stored-rows.ts';
import { rankOf } from './text-order.ts';
import { copyOut, type Values } from './values.ts';

type Entry = Placed & { readonly item: Values };

interface Source {
  readonly keys: { readonly pk: string; readonly sk: string };
  rows(partition: string): SortedRows<Entry>;
}

export function query(stored: StoredRows, request: Request, now: number): Answer {
  const condition = keyConditionOf(request.KeyConditionExpression ?? '');
  const filter = request.FilterExpression === undefined ? undefined : filterOf(request.FilterExpression);
  const projection =
    request.ProjectionExpression === undefined ? undefined : projectionOf(request.ProjectionExpression);
  refuseUnused(request, [condition, filter, projection]);
  if (request.Limit !== undefined && request.Limit < 1) throw invalid(`Limit must be at least 1, got ${request.Limit}`);

  const source = sourceOf(stored, request, now);
  const range = keyRange(condition.tree, source.keys, scopeOf(request, {}));
  const page = readPage(candidates(source, range, request), request.Limit ?? Number.POSITIVE_INFINITY);
  const kept = page.read.filter(({ item }) => filter === undefined || holds(filter.tree, scopeOf(request, item)));
  const ways = projection?.tree.map((path) => wayOf(path, request.ExpressionAttributeNames ?? {}));
  return {
    ...(request.Select !== 'COUNT' && {
      Items: kept.map(({ item }) => copyOut(ways === undefined ? item : (project(item, ways) ?? {}))),
    }),
    Count: kept.length,
    ScannedCount: page.read.length,
    ...(page.last !== undefined && { LastEvaluatedKey: startKey(page.last, source.keys) }),
  };
}

function sourceOf(stored: StoredRows, request: Request, now: number): Source {
  if (request.IndexName === undefined) {
    return { keys: { pk: 'pk', sk: 'sk' }, rows: (partition) => stored.partition(partition) };
  }
  const index = stored.indexes.find(({ name }) => name === request.IndexName);
  if (index === undefined) throw invalid(`The table does not have the specified index: ${request.IndexName}`);
  if (request.ConsistentRead === true) throw invalid('Consistent reads are not supported on global secondary indexes');
  return {
    keys: index.name === indexKeys.due.name ? indexKeys.due : indexKeys.list,
    rows: (partition) => index.rows(partition, now),
  };
}

/** Lazily, so that a page of ten out of a hundred thousand copies ten. */
function* candidates(source: Source, range: KeyRange, request: Request): Generator<Entry> {
  const sorted = source.rows(range.partition);
  const after = request.ExclusiveStartKey === undefined ? undefined : placeOf(request.ExclusiveStartKey, source.keys);
  const backwards = request.ScanIndexForward === false;
  let start = sorted.countWhile(({ rank }) => range.isBefore(rank));
  let end = sorted.countWhile(({ rank }) => !range.isBeyond(rank));
  if (after !== undefined && backwards)
    end = Math.min(
      end,
      sorted.countWhile((row) => comparePlaces(row, after) < 0),
    );
  if (after !== undefined && !backwards)
    start = Math.max(
      start,
      sorted.countWhile((row) => comparePlaces(row, after) <= 0),
    );
  for (let at = start; at < end; at++) {
    const row = sorted.rows[backwards ? end - 1 - (at - start) : at];
    if (row !== undefined) yield row;
  }
}

/** Like AWS, a page that stops at its limit names its last row even when nothing follows. */
function readPage(rows: Iterable<Entry>, limit: number): { read: Entry[]; last?: Entry } {
  const read: Entry[] = [];
  let atMost = 0;
  for (const row of rows) {
    read.push(row);
    atMost += sizeAtMost(row.item);
    const isFull = atMost > MAX_PAGE_SIZE && read.reduce((sum, { item }) => sum + sizeOf(item), 0) > MAX_PAGE_SIZE;
    if (read.length >= limit || isFull) return { read, last: row };
  }
  return { read };
}

const startKey = ({ item }: Entry, keys: { pk: string; sk: string }): Values =>
  Object.fromEntries(['pk', 'sk', keys.pk, keys.sk].map((name) => [name, item[name]]));

function placeOf(key: Values, keys: { pk: string; sk: string }): Placed {
  const names = [...new Set(['pk', 'sk', keys.pk, keys.sk])];
  if (Object.keys(key).length !== names.length || !names.every((name) => typeof key[name] === 'string')) {
    throw invalid('The provided starting key is invalid: pass the LastEvaluatedKey of the page before');
  }
  return { pk: String(key.pk), sk: String(key.sk), rank: rankOf(String(key[keys.sk])) };
}

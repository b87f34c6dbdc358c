import type { Key } from '../../lambdas/kernel/rows.ts';
import { applyUpdate, type Updated } from './apply-update.ts';
import { type Way, wayOf } from './document-path.ts';
import { conditionFailed, invalid } from './errors.ts';
import type { ConditionNode, Parsed } from './expression-syntax.ts';
import { holds } from './holds.ts';
import { MAX_ITEM_SIZE, sizeAtMost, sizeOf } from './item-size.ts';
import { checkIndexKeys, keyIn, keyOf } from './keys.ts';
import { conditionOf, projectionOf, updateOf } from './parsed.ts';
import { project } from './projection.ts';
import { type Answer, type Request, refuseUnused, scopeOf } from './requests.ts';
import { copyInEntries, copyOut, type Values } from './values.ts';

/** What the operations need of the table. */
export interface Store {
  find(key: Key): Values | undefined;
  write(key: Key, after: Values | undefined): void;
}

export function getItem(store: Store, request: Request): Answer {
  const projection =
    request.ProjectionExpression === undefined ? undefined : projectionOf(request.ProjectionExpression);
  refuseUnused(request, [projection]);
  const item = store.find(keyOf(request.Key));
  if (item === undefined) return {};
  const ways = projection?.tree.map((path) => wayOf(path, request.ExpressionAttributeNames ?? {}));
  return { Item: copyOut(ways === undefined ? item : (project(item, ways) ?? {})) };
}

export function putItem(store: Store, request: Request): Answer {
  const item = copyInEntries(request.Item ?? {});
  const key = keyIn(item);
  const condition = conditionIn(request);
  refuseUnused(request, [condition]);
  allowReturnValues(request, ['NONE', 'ALL_OLD']);
  checkItem(item);

  const before = store.find(key);
  refuseUnlessHolds(condition, request, before);
  store.write(key, item);
  return oldAttributes(request, before);
}

export function deleteItem(store: Store, request: Request): Answer {
  const key = keyOf(request.Key);
  const condition = conditionIn(request);
  refuseUnused(request, [condition]);
  allowReturnValues(request, ['NONE', 'ALL_OLD']);

  const before = store.find(key);
  refuseUnlessHolds(condition, request, before);
  if (before !== undefined) store.write(key, undefined);
  return oldAttributes(request, before);
}

export function updateItem(store: Store, request: Request): Answer {
  const key = keyOf(request.Key);
  const condition = conditionIn(request);
  const update = request.UpdateExpression === undefined ? undefined : updateOf(request.UpdateExpression);
  refuseUnused(request, [condition, update]);
  allowReturnValues(request, ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW']);

  const before = store.find(key);
  refuseUnlessHolds(condition, request, before);
  const updated = applyUpdate(update?.tree ?? [], scopeOf(request, before ?? { pk: key.pk, sk: key.sk }));
  refuseKeyChange(updated.ways);
  checkItem(updated.item);
  store.write(key, updated.item);
  return updatedAttributes(request, before, updated);
}

const conditionIn = ({ ConditionExpression }: Request): Parsed<ConditionNode> | undefined =>
  ConditionExpression === undefined ? undefined : conditionOf(ConditionExpression);

const none: Values = Object.freeze({});

function refuseUnlessHolds(
  condition: Parsed<ConditionNode> | undefined,
  request: Request,
  before: Values | undefined,
): void {
  if (condition === undefined || holds(condition.tree, scopeOf(request, before ?? none))) return;
  throw conditionFailed(request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? before : undefined);
}

function allowReturnValues({ ReturnValues }: Request, allowed: readonly string[]): void {
  if (ReturnValues === undefined || allowed.includes(ReturnValues)) return;
  throw invalid(`Return values set to invalid value: ${ReturnValues}, use ${allowed.join(', ')}`);
}

function checkItem(item: Values): void {
  checkIndexKeys(item);
  if (sizeAtMost(item) <= MAX_ITEM_SIZE) return;
  const size = sizeOf(item);
  if (size > MAX_ITEM_SIZE)
    throw invalid(`Item size has exceeded the maximum allowed size: ${size} of ${MAX_ITEM_SIZE} bytes`);
}

function refuseKeyChange(ways: readonly Way[]): void {
  for (const [head] of ways) {
    if (head !== 'pk' && head !== 'sk') continue;
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${head}. This attribute is part of the key`,
    );
  }
}

const attributes = (values: Values | undefined): Answer =>
  values === undefined ? {} : { Attributes: copyOut(values) };

const oldAttributes = ({ ReturnValues }: Request, before: Values | undefined): Answer =>
  ReturnValues === 'ALL_OLD' ? attributes(before) : {};

function updatedAttributes(request: Request, before: Values | undefined, { item, ways }: Updated): Answer {
  switch (request.ReturnValues) {
    case 'ALL_NEW':
      return attributes(item);
    case 'UPDATED_NEW':
      return attributes(project(item, ways));
    case 'UPDATED_OLD':
      return attributes(before === undefined ? undefined : project(before, ways));
    default:
      return oldAttributes(request, before);
  }
}

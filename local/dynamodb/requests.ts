import type { Scope } from './document-path.ts';
import { invalid } from './errors.ts';
import type { Parsed } from './expression-syntax.ts';
import type { Values } from './values.ts';

/** The parts of DynamoDB's requests this table understands, in document form. */
export interface Request {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: Values;
  readonly Item?: Values;
  readonly ConsistentRead?: boolean;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Values;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
  readonly Limit?: number;
  readonly ScanIndexForward?: boolean;
  readonly ExclusiveStartKey?: Values;
  readonly Select?: string;
}

export interface Answer {
  readonly Item?: Values;
  readonly Items?: readonly Values[];
  readonly Count?: number;
  readonly ScannedCount?: number;
  readonly Attributes?: Values;
  readonly LastEvaluatedKey?: Values;
}

const none = Object.freeze({});

export const scopeOf = (request: Request, item: Values): Scope => ({
  item,
  names: request.ExpressionAttributeNames ?? none,
  values: request.ExpressionAttributeValues ?? none,
});

/** AWS refuses names and values that no expression of the request uses, so this table does too. */
export function refuseUnused(request: Request, expressions: readonly (Parsed<unknown> | undefined)[]): void {
  refuseUnusedIn('ExpressionAttributeNames', request.ExpressionAttributeNames, expressions);
  refuseUnusedIn('ExpressionAttributeValues', request.ExpressionAttributeValues, expressions);
}

function refuseUnusedIn(
  kind: string,
  given: Values | undefined,
  expressions: readonly (Parsed<unknown> | undefined)[],
): void {
  if (given === undefined) return;
  let count = 0;
  for (const name in given) {
    count++;
    if (given[name] === undefined || expressions.some((expression) => expression?.placeholders.has(name))) continue;
    throw invalid(`Value provided in ${kind} unused in expressions: keys: {${name}}`);
  }
  if (count === 0) throw invalid(`${kind} must not be empty`);
}

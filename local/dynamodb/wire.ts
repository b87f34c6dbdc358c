import { type Attributes, fromAttributes, toAttributes } from '../../lambdas/adapters/dynamodb/attribute-values.ts';
import { invalid } from './errors.ts';
import type { Answer, Request } from './requests.ts';

/** A request as the raw client and Step Functions send it: `{ S: … }`, `{ N: … }`. */
export type WireRequest = Omit<Request, WirePart> & { readonly [Part in WirePart]?: Attributes };
type WirePart = 'Key' | 'Item' | 'ExpressionAttributeValues' | 'ExclusiveStartKey';

export function fromWire(request: WireRequest): Request {
  const { Key, Item, ExpressionAttributeValues, ExclusiveStartKey, ...rest } = request;
  return {
    ...rest,
    ...(Key !== undefined && { Key: plain(Key) }),
    ...(Item !== undefined && { Item: plain(Item) }),
    ...(ExpressionAttributeValues !== undefined && { ExpressionAttributeValues: plain(ExpressionAttributeValues) }),
    ...(ExclusiveStartKey !== undefined && { ExclusiveStartKey: plain(ExclusiveStartKey) }),
  };
}

function plain(attributes: Attributes): Record<string, unknown> {
  try {
    return fromAttributes(attributes);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

export function toWire({ Item, Items, Attributes, LastEvaluatedKey, ...rest }: Answer): object {
  return {
    ...rest,
    ...(Item !== undefined && { Item: toAttributes(Item) }),
    ...(Items !== undefined && { Items: Items.map(toAttributes) }),
    ...(Attributes !== undefined && { Attributes: toAttributes(Attributes) }),
    ...(LastEvaluatedKey !== undefined && { LastEvaluatedKey: toAttributes(LastEvaluatedKey) }),
  };
}

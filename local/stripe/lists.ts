import type { StripeObject } from './objects.ts';
import { integer, isRecord, text } from './params.ts';
import { refuse } from './refusals.ts';
import type { Params } from './types.ts';

export interface Listed {
  readonly object: 'list';
  readonly data: StripeObject[];
  readonly has_more: boolean;
  readonly url: string;
  readonly [field: string]: unknown;
}

/** One page, newest first, as Stripe lists: `limit` 1 to 100, default 10, after or before the id of another page. */
export function page<T extends StripeObject>(
  url: string,
  all: Iterable<T>,
  params: Params,
  keep: (object: T) => boolean,
): Listed {
  const kept = [...all].filter((object) => keep(object) && inRange(object, params)).reverse();
  const sorted = kept.sort((one, other) => createdOf(other) - createdOf(one));
  const limit = Math.min(100, Math.max(1, integer(params, 'limit') ?? 10));
  const before = text(params, 'ending_before');
  const window =
    before === undefined ? after(sorted, params) : sorted.slice(0, position(sorted, before, 'ending_before'));
  const data = before === undefined ? window.slice(0, limit) : window.slice(-limit);
  return { object: 'list', data, has_more: window.length > limit, url };
}

function after(sorted: StripeObject[], params: Params): StripeObject[] {
  const cursor = text(params, 'starting_after');
  return cursor === undefined ? sorted : sorted.slice(position(sorted, cursor, 'starting_after') + 1);
}

function position(sorted: StripeObject[], id: string, param: string): number {
  const index = sorted.findIndex((object) => object.id === id);
  if (index < 0) throw refuse('resource_missing', { noun: 'object', id, param });
  return index;
}

const createdOf = (object: StripeObject): number => Number(object.created ?? 0);

function inRange(object: StripeObject, params: Params): boolean {
  const range = params.created;
  if (range === undefined) return true;
  const created = createdOf(object);
  if (!isRecord(range)) return created === Number(range);
  const bound = (name: string): number | undefined => integer(range, name);
  const [gt, gte, lt, lte] = [bound('gt'), bound('gte'), bound('lt'), bound('lte')];
  return (
    (gt === undefined || created > gt) &&
    (gte === undefined || created >= gte) &&
    (lt === undefined || created < lt) &&
    (lte === undefined || created <= lte)
  );
}

/** True where every named parameter that was given equals the object's field. */
export const matches =
  (params: Params, ...names: readonly string[]) =>
  (object: StripeObject): boolean =>
    names.every((name) => {
      const wanted = text(params, name);
      return wanted === undefined || String(object[name] ?? '') === wanted;
    });

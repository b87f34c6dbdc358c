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

/**
 * One page, newest first, as Stripe lists: `limit` 1 to 100, default 10, after or before the id of another page. That id
 * has to exist, not to match: an invoice that was paid since still says where the page begins.
 */
export function page<T extends StripeObject>(
  url: string,
  all: Iterable<T>,
  params: Params,
  keep: (object: T) => boolean,
): Listed {
  const limit = Math.min(100, Math.max(1, integer(params, 'limit') ?? 10));
  const matching = (objects: readonly T[]): T[] => objects.filter((object) => keep(object) && inRange(object, params));
  const [after, before] = [text(params, 'starting_after'), text(params, 'ending_before')];
  const everything = [...all];
  const window =
    after === undefined && before === undefined
      ? newestFirst(matching(everything))
      : matching(cutAt(newestFirst(everything), after, before));
  const data = before === undefined ? window.slice(0, limit) : window.slice(-limit);
  return { object: 'list', data, has_more: window.length > limit, url };
}

const newestFirst = <T extends StripeObject>(objects: readonly T[]): T[] =>
  [...objects].reverse().sort((one, other) => createdOf(other) - createdOf(one));

function cutAt<T extends StripeObject>(sorted: T[], after: string | undefined, before: string | undefined): T[] {
  if (before !== undefined) return sorted.slice(0, position(sorted, before, 'ending_before'));
  return after === undefined ? sorted : sorted.slice(position(sorted, after, 'starting_after') + 1);
}

function position(sorted: readonly StripeObject[], id: string, param: string): number {
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

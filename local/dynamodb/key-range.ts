import { type Scope, valueIn, wayOf } from './document-path.ts';
import { invalid } from './errors.ts';
import type { ConditionNode, Operand } from './expression-syntax.ts';
import { rankOf } from './text-order.ts';

/** A stretch of one partition: what lies before it, and what lies beyond it. */
export interface KeyRange {
  readonly partition: string;
  isBefore(rank: string): boolean;
  isBeyond(rank: string): boolean;
}

interface Keys {
  readonly pk: string;
  readonly sk: string;
}

/** Reads `pk = :p [AND one comparison of sk]`, in either order. */
export function keyRange(node: ConditionNode, keys: Keys, scope: Scope): KeyRange {
  const parts = node.kind === 'and' ? [node.left, node.right] : [node];
  const about = (key: string) => parts.filter((part) => attributeOf(part, scope) === key);
  const [partition, ...morePartitions] = about(keys.pk);
  const [sort, ...moreSorts] = about(keys.sk);
  const understood = parts.length === (sort === undefined ? 1 : 2) && morePartitions.length + moreSorts.length === 0;
  if (partition?.kind !== 'compare' || partition.by !== '=' || !understood) {
    throw invalid(
      `Query condition missed key schema element: ${keys.pk}, or asks for more than ${keys.pk} and ${keys.sk}`,
    );
  }
  const range = sort === undefined ? everything : sortRange(sort, scope);
  return { partition: keyText(partition.right, keys.pk, scope), ...range };
}

type Range = Omit<KeyRange, 'partition'>;

const everything: Range = { isBefore: () => false, isBeyond: () => false };

function sortRange(node: ConditionNode, scope: Scope): Range {
  const bound = (of: Operand): string => rankOf(keyText(of, 'sk', scope));
  if (node.kind === 'between') return between(bound(node.from), bound(node.to));
  if (node.kind === 'begins') return beginning(bound(node.with));
  if (node.kind !== 'compare' || node.by === '<>') throw invalid('Invalid operator used in KeyConditionExpression');
  return compared[node.by](bound(node.right));
}

const never = (): boolean => false;

const compared = {
  '=': (bound: string) => between(bound, bound),
  '<': (bound: string): Range => ({ isBefore: never, isBeyond: (rank) => rank >= bound }),
  '<=': (bound: string): Range => ({ isBefore: never, isBeyond: (rank) => rank > bound }),
  '>': (bound: string): Range => ({ isBefore: (rank) => rank <= bound, isBeyond: never }),
  '>=': (bound: string): Range => ({ isBefore: (rank) => rank < bound, isBeyond: never }),
};

function between(from: string, to: string): Range {
  if (from > to) {
    throw invalid(
      'Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound',
    );
  }
  return { isBefore: (rank) => rank < from, isBeyond: (rank) => rank > to };
}

const beginning = (prefix: string): Range => ({
  isBefore: (rank) => rank < prefix,
  isBeyond: (rank) => rank > prefix && !rank.startsWith(prefix),
});

function attributeOf(node: ConditionNode, scope: Scope): string | number | undefined {
  const of =
    node.kind === 'compare' ? node.left : node.kind === 'between' || node.kind === 'begins' ? node.of : undefined;
  return of?.kind === 'path' ? wayOf(of, scope.names).at(-1) : undefined;
}

function keyText(of: Operand, key: string, scope: Scope): string {
  const value = of.kind === 'value' ? valueIn(of.name, scope) : undefined;
  if (typeof value !== 'string')
    throw invalid(
      `One or more parameter values were invalid: Condition parameter type does not match schema type of ${key}`,
    );
  if (value !== '') return value;
  throw invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${key}`,
  );
}

import { read, type Scope, valueIn } from './document-path.ts';
import { invalid } from './errors.ts';
import type { Comparator, ConditionNode, Operand } from './expression-syntax.ts';
import { isEqual, order, typeOf } from './values.ts';

/** Tells whether a condition holds on an item. */
export function holds(node: ConditionNode, scope: Scope): boolean {
  switch (node.kind) {
    case 'and':
      return holds(node.left, scope) && holds(node.right, scope);
    case 'or':
      return holds(node.left, scope) || holds(node.right, scope);
    case 'not':
      return !holds(node.of, scope);
    case 'exists':
      return read(node.of, scope) !== undefined;
    case 'not_exists':
      return read(node.of, scope) === undefined;
    case 'compare':
      refuseUnordered(node, scope);
      return compares(node.by, operand(node.left, scope), operand(node.right, scope));
    case 'between':
      return isBetween(operand(node.of, scope), operand(node.from, scope), operand(node.to, scope));
    case 'in':
      return node.among.some((other) => isEqual(operand(node.of, scope), operand(other, scope)));
    default:
      return pairs[node.kind](operand(node.of, scope), operand(node.with, scope));
  }
}

function operand(node: Operand, scope: Scope): unknown {
  if (node.kind === 'path') return read(node, scope);
  return node.kind === 'value' ? valueIn(node.name, scope) : sizeOf(operand(node.of, scope));
}

/** A value of the request that has no order makes the request wrong; one in the item makes the comparison false. */
function refuseUnordered(node: ConditionNode & { kind: 'compare' }, scope: Scope): void {
  if (node.by === '=' || node.by === '<>') return;
  for (const side of [node.left, node.right]) {
    const type = side.kind === 'value' ? typeOf(valueIn(side.name, scope)) : 'S';
    if (type !== 'S' && type !== 'N') {
      throw invalid(
        `Invalid expression: Incorrect operand type for operator or function; operator: ${node.by}, operand type: ${type}`,
      );
    }
  }
}

function compares(by: Comparator, left: unknown, right: unknown): boolean {
  if (by === '=') return isEqual(left, right);
  // Holds on a missing attribute as well: it differs from everything.
  if (by === '<>') return !isEqual(left, right);
  const ordered = order(left, right);
  if (ordered === undefined) return false;
  if (by === '<') return ordered < 0;
  if (by === '<=') return ordered <= 0;
  return by === '>' ? ordered > 0 : ordered >= 0;
}

const isBetween = (value: unknown, from: unknown, to: unknown): boolean =>
  compares('>=', value, from) && compares('<=', value, to);

const pairs = {
  type: (value: unknown, type: unknown): boolean => value !== undefined && typeOf(value) === type,
  begins: (value: unknown, prefix: unknown): boolean => {
    if (typeof prefix !== 'string')
      throw invalid('Invalid expression: Incorrect operand type for operator or function; function: begins_with');
    return typeof value === 'string' && value.startsWith(prefix);
  },
  contains: (value: unknown, part: unknown): boolean => {
    if (typeof value === 'string') return typeof part === 'string' && value.includes(part);
    return Array.isArray(value) && value.some((entry) => isEqual(entry, part));
  },
};

/** Text in units, lists and maps in entries; nothing else has a size. */
function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

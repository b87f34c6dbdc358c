import { invalid } from './errors.ts';
import type { Comparator, ConditionNode, DocumentPath, Operand } from './expression-syntax.ts';
import type { Tokens } from './expression-tokens.ts';
import { parsePath } from './parse-path.ts';

/** Binding from loose to tight: OR, AND, NOT, comparisons and functions. */
export function parseCondition(tokens: Tokens): ConditionNode {
  let left = parseAnd(tokens);
  while (tokens.accept('OR')) left = { kind: 'or', left, right: parseAnd(tokens) };
  return left;
}

function parseAnd(tokens: Tokens): ConditionNode {
  let left = parseNot(tokens);
  while (tokens.accept('AND')) left = { kind: 'and', left, right: parseNot(tokens) };
  return left;
}

const parseNot = (tokens: Tokens): ConditionNode =>
  tokens.accept('NOT') ? { kind: 'not', of: parseNot(tokens) } : parsePrimary(tokens);

function parsePrimary(tokens: Tokens): ConditionNode {
  if (tokens.accept('(')) return parseInner(tokens);
  return parseFunction(tokens) ?? parseComparison(tokens);
}

/** Nodes that came out of a pair of parentheses: a second pair around one is refused, as in AWS. */
const enclosed = new WeakSet<ConditionNode>();

function parseInner(tokens: Tokens): ConditionNode {
  const inner = parseCondition(tokens);
  tokens.expect(')');
  if (enclosed.has(inner)) throw invalid('Invalid ConditionExpression: The expression has redundant parentheses;');
  enclosed.add(inner);
  return inner;
}

const pairFunctions = { attribute_type: 'type', begins_with: 'begins', contains: 'contains' } as const;
const pathFunctions = { attribute_exists: 'exists', attribute_not_exists: 'not_exists' } as const;

const has = <Table extends object>(table: Table, name: string | undefined): name is string & keyof Table =>
  name !== undefined && Object.hasOwn(table, name);

function parseFunction(tokens: Tokens): ConditionNode | undefined {
  const name = tokens.next;
  if (tokens.afterNext !== '(') return undefined;
  if (has(pathFunctions, name)) return { kind: pathFunctions[name], of: callOnPath(tokens) };
  if (has(pairFunctions, name)) return { kind: pairFunctions[name], ...callOnPair(tokens) };
  return undefined;
}

function callOnPath(tokens: Tokens): DocumentPath {
  tokens.take();
  tokens.expect('(');
  const of = parsePath(tokens);
  tokens.expect(')');
  return of;
}

function callOnPair(tokens: Tokens): { of: Operand; with: Operand } {
  tokens.take();
  tokens.expect('(');
  const of = parseOperand(tokens);
  tokens.expect(',');
  const other = parseOperand(tokens);
  tokens.expect(')');
  return { of, with: other };
}

const isComparator = (word: string | undefined): word is Comparator => /^(=|<>|<|<=|>|>=)$/.test(word ?? '');

function parseComparison(tokens: Tokens): ConditionNode {
  const left = parseOperand(tokens);
  if (tokens.accept('BETWEEN')) {
    const from = parseOperand(tokens);
    tokens.expect('AND');
    return { kind: 'between', of: left, from, to: parseOperand(tokens) };
  }
  if (tokens.accept('IN')) return { kind: 'in', of: left, among: parseAmong(tokens) };
  const by = tokens.next;
  if (!isComparator(by)) throw tokens.error();
  tokens.take();
  return { kind: 'compare', by, left, right: parseOperand(tokens) };
}

function parseAmong(tokens: Tokens): Operand[] {
  tokens.expect('(');
  const among = [parseOperand(tokens)];
  while (tokens.accept(',')) among.push(parseOperand(tokens));
  tokens.expect(')');
  return among;
}

function parseOperand(tokens: Tokens): Operand {
  if (tokens.next?.startsWith(':')) return { kind: 'value', name: tokens.take() };
  if (tokens.next === 'size' && tokens.afterNext === '(') return { kind: 'size', of: callOnPath(tokens) };
  return parsePath(tokens);
}

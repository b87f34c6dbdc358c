import { invalid } from './errors.ts';
import type { Action, Assigned } from './expression-syntax.ts';
import type { Tokens } from './expression-tokens.ts';
import { parsePath, parsePaths } from './parse-path.ts';

/** The clauses in any order, each at most once. */
export function parseUpdate(tokens: Tokens): readonly Action[] {
  const seen = new Set<string>();
  const actions: Action[] = [];
  do {
    const clause = tokens.take().toUpperCase();
    if (seen.has(clause))
      throw invalid(`Invalid UpdateExpression: The "${clause}" section can only be used once in an update expression;`);
    seen.add(clause);
    actions.push(...parseClause(clause, tokens));
  } while (tokens.next !== undefined);
  return actions;
}

function parseClause(clause: string, tokens: Tokens): readonly Action[] {
  switch (clause) {
    case 'SET':
      return parseList(tokens, parseSet);
    case 'ADD':
      return parseList(tokens, parseAdd);
    case 'REMOVE':
      return parsePaths(tokens).map((path) => ({ kind: 'remove', path }));
    case 'DELETE':
      throw invalid('the clause DELETE takes members from a set, and this table holds no sets: keep a list and SET it');
    default:
      throw invalid(
        `Invalid UpdateExpression: Syntax error; token: "${clause}", near: "${clause} ${tokens.next ?? ''}"`,
      );
  }
}

function parseList(tokens: Tokens, parse: (tokens: Tokens) => Action): readonly Action[] {
  const actions = [parse(tokens)];
  while (tokens.accept(',')) actions.push(parse(tokens));
  return actions;
}

function parseSet(tokens: Tokens): Action {
  const path = parsePath(tokens);
  tokens.expect('=');
  return { kind: 'set', path, to: parseSum(tokens) };
}

function parseAdd(tokens: Tokens): Action {
  const path = parsePath(tokens);
  if (!tokens.next?.startsWith(':')) throw tokens.error();
  return { kind: 'add', path, value: tokens.take() };
}

/** One plus or minus at most, as in AWS. */
function parseSum(tokens: Tokens): Assigned {
  const left = parseAssigned(tokens);
  if (tokens.accept('+')) return { kind: 'plus', left, right: parseAssigned(tokens) };
  if (tokens.accept('-')) return { kind: 'minus', left, right: parseAssigned(tokens) };
  return left;
}

function parseAssigned(tokens: Tokens): Assigned {
  if (tokens.next?.startsWith(':')) return { kind: 'value', name: tokens.take() };
  if (tokens.accept('(')) {
    const inner = parseSum(tokens);
    tokens.expect(')');
    return inner;
  }
  if (tokens.afterNext !== '(') return parsePath(tokens);
  return parseCall(tokens);
}

function parseCall(tokens: Tokens): Assigned {
  const name = tokens.take();
  tokens.expect('(');
  const call = name === 'if_not_exists' ? parseIfNotExists(tokens) : parseListAppend(name, tokens);
  tokens.expect(')');
  return call;
}

function parseIfNotExists(tokens: Tokens): Assigned {
  const of = parsePath(tokens);
  tokens.expect(',');
  return { kind: 'if_not_exists', of, otherwise: parseAssigned(tokens) };
}

function parseListAppend(name: string, tokens: Tokens): Assigned {
  if (name !== 'list_append') throw invalid(`Invalid UpdateExpression: Invalid function name; function: ${name}`);
  const left = parseAssigned(tokens);
  tokens.expect(',');
  return { kind: 'list_append', left, right: parseAssigned(tokens) };
}

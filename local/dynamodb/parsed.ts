import type { Parsed } from './expression-syntax.ts';
import { Tokens } from './expression-tokens.ts';
import { parseCondition } from './parse-condition.ts';
import { parsePaths } from './parse-path.ts';
import { parseUpdate } from './parse-update.ts';

/** Far more shapes than a program has; only a program that writes values into its expressions gets here. */
const MAX_KEPT = 10_000;

/** Parses each text once: the shapes of a program's expressions are few, the calls are many. */
function keeping<Tree>(kind: string, parse: (tokens: Tokens) => Tree): (text: string) => Parsed<Tree> {
  const kept = new Map<string, Parsed<Tree>>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const tokens = new Tokens(kind, text);
    const tree = parse(tokens);
    tokens.end();
    const parsed = { tree, placeholders: tokens.placeholders };
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(text, parsed);
    return parsed;
  };
}

export const conditionOf = keeping('ConditionExpression', parseCondition);
export const filterOf = keeping('FilterExpression', parseCondition);
export const keyConditionOf = keeping('KeyConditionExpression', parseCondition);
export const updateOf = keeping('UpdateExpression', parseUpdate);
export const projectionOf = keeping('ProjectionExpression', parsePaths);

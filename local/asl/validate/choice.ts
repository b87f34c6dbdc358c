import { isObject, type Json } from '../json.ts';
import { at, type Check, checkKnownFields, report } from './check.ts';
import { isPath } from './jsonpath.ts';
import { isExpression } from './wait.ts';

const JSONATA_RULE = new Set(['Condition', 'Next', 'Assign', 'Output', 'Comment']);

export function checkChoices(check: Check, state: Json): void {
  const here = at(check, 'Choices');
  if (!Array.isArray(state.Choices) || state.Choices.length === 0) {
    report(here, 'a Choice state has at least one rule');
    return;
  }
  state.Choices.forEach((rule: unknown, i) => {
    const place = { ...here, path: `${here.path}[${i}]` };
    if (!isObject(rule)) {
      report(place, 'a rule is a JSON object');
      return;
    }
    if (typeof rule.Next !== 'string') report(place, 'a rule needs Next; a Choice state cannot end a machine');
    if (check.language === 'JSONata') checkCondition(place, rule);
    else checkComparison(place, rule, true);
  });
}

function checkCondition(check: Check, rule: Json): void {
  checkKnownFields(check, rule, JSONATA_RULE);
  if (typeof rule.Condition === 'boolean' || isExpression(check, rule.Condition)) return;
  report(
    at(check, 'Condition'),
    `a JSONata expression or a boolean is expected, got ${JSON.stringify(rule.Condition)}`,
  );
}

const COMPARISON =
  /^(String|Numeric|Timestamp|Boolean)(Equals|LessThan|GreaterThan|LessThanEquals|GreaterThanEquals|Matches)(Path)?$|^Is(Null|Present|Numeric|String|Boolean|Timestamp)$/;
const AROUND = new Set(['Next', 'Assign', 'Comment', 'Variable']);

/** A JSONPath rule: And, Or, Not over rules, or one comparison of one variable. */
function checkComparison(check: Check, rule: Json, isTop: boolean): void {
  const operators = Object.keys(rule).filter((key) => !AROUND.has(key));
  if (!isTop && rule.Next !== undefined) report(check, 'only a rule at the top has Next');
  const [operator] = operators;
  if (operator === undefined || operators.length > 1) {
    report(check, `a rule has one comparison, got ${operators.length}`);
    return;
  }
  if (operator === 'And' || operator === 'Or') {
    checkList(at(check, operator), rule[operator]);
    return;
  }
  if (operator === 'Not') {
    checkList(at(check, operator), [rule.Not]);
    return;
  }
  if (!COMPARISON.test(operator)) report(check, `the comparison "${operator}" does not exist`);
  if (typeof rule.Variable !== 'string' || !isPath(rule.Variable))
    report(at(check, 'Variable'), 'Variable is a reference path');
}

function checkList(check: Check, rules: unknown): void {
  if (!Array.isArray(rules) || rules.length === 0) {
    report(check, 'a list of rules is expected');
    return;
  }
  rules.forEach((rule: unknown, i) => {
    const here = { ...check, path: `${check.path}[${i}]` };
    if (isObject(rule)) checkComparison(here, rule, false);
    else report(here, 'a rule is a JSON object');
  });
}

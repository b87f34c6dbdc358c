interface Rule {
  readonly Condition?: unknown;
  readonly Next: string;
  readonly [field: string]: unknown;
}

interface Comparison {
  readonly left: string;
  readonly operator: string;
  readonly right: string;
}

const simple = /^\$([\w.]+)\s*(=|!=|<=|>=|<|>)\s*('[^']*'|"[^"]*"|-?\d+(?:\.\d+)?|true|false|null)$/;
const operators: Readonly<Record<string, string>> = {
  '=': 'is',
  '!=': 'is not',
  '<': 'is below',
  '>': 'is above',
  '<=': 'is at most',
  '>=': 'is at least',
};

/** `{% $verdict = 'WAIT' %}` reads "verdict is WAIT"; what is no simple comparison stays as it was written. */
export function conditionWords(rule: Rule): string {
  const text = textOf(rule);
  const found = comparison(text);
  return found ? `${found.left} ${operators[found.operator] ?? found.operator} ${found.right}` : text;
}

/** On a line of the drawing: the value alone where all rules of the state ask for equality of one and the same thing. */
export function conditionLabel(rule: Rule, rules: readonly Rule[]): string {
  const all = rules.map((one) => comparison(textOf(one)));
  const found = comparison(textOf(rule));
  if (!found) return shortened(textOf(rule));
  const alike = all.every((one) => one?.left === found.left && one.operator === '=');
  return alike ? found.right : `${found.left} ${found.operator} ${found.right}`;
}

/** What the machine compared, for whoever looks the answer up: the variable and the value of a rule of equality. */
export function equality(rule: Rule): { readonly name: string; readonly value: string } | undefined {
  const found = comparison(textOf(rule));
  return found?.operator === '=' ? { name: found.left, value: found.right } : undefined;
}

function comparison(text: string): Comparison | undefined {
  const [, left, operator, right] = simple.exec(text) ?? [];
  if (left === undefined || operator === undefined || right === undefined) return undefined;
  return { left, operator, right: right.replace(/^['"]|['"]$/g, '') };
}

/** A JSONPath rule has no condition but fields; without the target they say the same. */
function textOf({
  Condition,
  Next: _next,
  Comment: _comment,
  Assign: _assign,
  Output: _output,
  ...fields
}: Rule): string {
  if (typeof Condition !== 'string') return Condition === undefined ? JSON.stringify(fields) : String(Condition);
  return Condition.replace(/^\{%\s*|\s*%\}$/g, '');
}

const shortened = (text: string): string => (text.length <= 24 ? text : `${text.slice(0, 23)}…`);

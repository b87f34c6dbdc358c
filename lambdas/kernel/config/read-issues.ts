import type * as z from 'zod';
import { nearest } from './nearest.ts';
import { type ConfigProblem, gotText, type Keys, pathText, valueAt } from './problems.ts';
import { shapeKeysAt } from './shape.ts';

type Issue = z.core.$ZodIssue;

/** Facts that only the user has, and what to write for them. */
const missingFacts: Readonly<Record<string, string>> = {
  company:
    'add company: { name, zone, country, currency, postalAddress, urls: { app } }, the facts no default can know',
  'company.name': "add the name your customers know, such as name: 'Northwind Metrics'",
  'company.zone': "add the zone your working day is in, such as zone: 'America/New_York'",
  'company.country': "add the country you are registered in, such as country: 'US'",
  'company.currency': "add the currency you report in, such as currency: 'usd'",
  'company.postalAddress': 'add the postal address that must stand in every lifecycle mail',
  'company.urls': "add urls: { app: 'https://app.example.test' }",
  'company.urls.app': 'add the address of your product',
  people: "add people: { founder: 'you@example.test' }, who gets what has no other owner",
  'people.founder': 'add the address that gets what has no other owner',
  senders: 'add senders: { service, lifecycle, replyTo }, the addresses your mail comes from',
};

/** Translates what the schema refused into problems a person can act on. */
export function problemsOf(
  issues: readonly Issue[],
  schema: z.ZodType,
  input: unknown,
  prefix: Keys = [],
): ConfigProblem[] {
  // A misspelt key also breaks the rule about its object: the typo is the cause, and enough.
  const misspelt = issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => pathText(path));
  return issues.flatMap((issue) => {
    if (issue.code === 'custom' && misspelt.includes(pathText(issue.path))) return [];
    const keys = [...prefix, ...issue.path];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...keys, key], schema, input));
    if (issue.code === 'invalid_union') return unionProblems(issue, keys, schema, input);
    const got = valueAt(input, keys);
    return [{ path: pathText(keys), got: gotText(got), ...advice(issue, keys, got) }];
  });
}

function unknownKey(keys: Keys, schema: z.ZodType, input: unknown): ConfigProblem {
  const known = shapeKeysAt(schema, keys.slice(0, -1));
  const meant = nearest(String(keys.at(-1)), known);
  return {
    path: pathText(keys),
    got: gotText(valueAt(input, keys)),
    allowed: `one of ${known.join(', ')}`,
    fix: meant === undefined ? 'remove the key, nothing reads it' : `did you mean "${meant}"?`,
  };
}

/** Of several shapes, the complaints of the one the value resembles; of none, the choice. */
function unionProblems(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  keys: Keys,
  schema: z.ZodType,
  input: unknown,
) {
  const resembled = issue.errors.find((branch) =>
    branch.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
  );
  const custom = issue.errors.find((branch) => branch.every((inner) => inner.code === 'custom'));
  const chosen = resembled ?? custom;
  if (chosen !== undefined) return problemsOf(chosen, schema, input, keys);
  const got = valueAt(input, keys);
  const allowed = issue.errors
    .flatMap((branch) => branch.map((inner) => advice(inner, keys, got).allowed))
    .join(', or ');
  const words = issue.errors
    .flat()
    .flatMap((inner) => (inner.code === 'invalid_value' ? inner.values.map(String) : []));
  return [{ path: pathText(keys), got: gotText(got), allowed, fix: choiceAdvice(words, got).fix }];
}

type Advised = Pick<ConfigProblem, 'allowed' | 'fix'>;

function advice(issue: Issue, keys: Keys, got: unknown): Advised {
  switch (issue.code) {
    case 'invalid_type':
      return typeAdvice(issue, keys, got);
    case 'invalid_value':
      return choiceAdvice(issue.values.map(String), got);
    case 'too_small':
      return { allowed: `at least ${issue.minimum}${unitOf(issue.origin)}`, fix: `write ${issue.minimum} or more` };
    case 'too_big':
      return { allowed: `at most ${issue.maximum}${unitOf(issue.origin)}`, fix: `write ${issue.maximum} or less` };
    case 'custom':
      return { allowed: String(issue.params?.allowed ?? issue.message), fix: String(issue.params?.fix ?? 'change it') };
    case 'invalid_key':
      return keyAdvice(issue, keys, got);
    default:
      return { allowed: issue.message.toLowerCase(), fix: 'change the value' };
  }
}

const unitOf = (origin: string): string => (origin === 'array' ? ' rows' : '');

const named: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function typeAdvice(
  { expected, message }: Extract<Issue, { code: 'invalid_type' }>,
  keys: Keys,
  got: unknown,
): Advised {
  // Fields say in their message what they take; only zod's own sentence starts like this.
  const allowed = message.startsWith('Invalid') ? (named[expected] ?? expected) : message;
  if (got === undefined) return { allowed, fix: missingFacts[pathText(keys)] ?? `add ${pathText(keys)}` };
  const quoted = typeof got === 'string' && got.trim() !== '' && Number.isFinite(Number(got));
  if (quoted && /int|number/.test(expected)) return { allowed, fix: `write ${Number(got)} without quotes` };
  return { allowed, fix: `write ${allowed}` };
}

function choiceAdvice(values: readonly string[], got: unknown): Advised {
  const meant = typeof got === 'string' ? nearest(got, values) : undefined;
  const allowed = values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
  return { allowed, fix: meant === undefined ? 'choose one of them' : `did you mean "${meant}"?` };
}

function keyAdvice(issue: Extract<Issue, { code: 'invalid_key' }>, keys: Keys, got: unknown): Advised {
  const inner = issue.issues[0];
  if (inner === undefined) return { allowed: 'another key', fix: 'rename it' };
  const { allowed, fix } = advice(inner, keys, got);
  return { allowed: `as key ${allowed}`, fix };
}

/**
 * What a log line may carry (invariant 10): ids, kinds and counts. A field that is not in this list is dropped before
 * anything is written, so an address, a token or a webhook body cannot slip through by accident.
 */
const allowedFields = [
  'account',
  'attempt',
  'case',
  'cases',
  'class',
  'count',
  'error',
  'event',
  'failed',
  'function',
  'id',
  'invoice',
  'journey',
  'key',
  'kind',
  'messages',
  'oldestSeconds',
  'outcome',
  'overdue',
  'queue',
  'reason',
  'requestId',
  'run',
  'stage',
  'state',
  'status',
  'step',
  'tasks',
  'template',
  'type',
  'unknown',
  'verdict',
  'webhooks',
  'why',
] as const;

export type LogField = (typeof allowedFields)[number];
export type LogFields = Partial<Record<LogField, string | number | boolean | undefined>>;

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const allowed: ReadonlySet<string> = new Set(allowedFields);

/** Longer texts are cut: a log line names what happened, it does not carry it. */
const longest = 500;

/** What is left of the fields: names in the list, plain values, and no secret inside a text. Objects could hold anything. */
export function allowListed(fields: Readonly<Record<string, unknown>> = {}): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!allowed.has(name)) continue;
    if (typeof value === 'string') kept[name] = redact(value);
    if (typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
  }
  return kept;
}

/**
 * In this order: what runs on for 100 characters is a task token (AWS's have hundreds; our own ids and keys stay below that).
 * It goes first, since by chance anything may stand inside it, and half a token has no form any more. A JSON web token, a
 * key of Stripe or AWS and an address are known by their form.
 */
const secretForms: readonly (readonly [RegExp, string])[] = [
  [/[\w+/=-]{100,}(\.[\w+/=-]+)*/g, '<token>'],
  [/eyJ[\w-]{16,}(\.[\w-]*)*/g, '<token>'],
  [/((?<![a-z0-9])(sk|rk)|(sk|rk)(?=_(live|test))|whsec)_[\w+/=.-]*/gi, '<secret>'],
  [/\b(pi|seti|cs)_\w+_secret_\w*/g, '<secret>'],
  [/(AKIA|ASIA)[A-Z0-9]{12,}/g, '<secret>'],
  [/("[^"]*"|[^\s@<>"(),:;[\]\\]+)?(@|%40)[^\s@<>"(),:;[\]\\]+/gi, '<address>'],
];

/** An error's own words may quote input: addresses, keys and tokens in it are blanked. */
export const redact = (text: string): string =>
  secretForms.reduce((clean, [form, word]) => clean.replace(form, word), text).slice(0, longest);

export interface ErrorWords {
  readonly name: string;
  readonly why: string;
}

/**
 * What may be said of an error. The words of parsers and of zod are replaced, because they quote what they could not
 * read, and a part of a secret no longer has a form to know it by.
 */
export function wordsOf(error: unknown): ErrorWords {
  if (!(error instanceof Error)) return { name: 'Error', why: 'something that is no error was thrown' };
  const name =
    redact(error.name)
      .replaceAll(/[^\w.<>]/g, '')
      .slice(0, 80) || 'Error';
  if (name === 'SyntaxError') return { name, why: 'not JSON' };
  if (name.endsWith('ZodError')) return { name, why: issueWords(Object(error).issues) };
  return { name, why: redact(error.message) };
}

/** The one line of a failed call. */
export function logFailure(name: string, error: unknown, log: Log): void {
  const words = wordsOf(error);
  log.error('handler failed', { function: name, error: words.name, why: words.why });
}

interface Issue {
  readonly code?: unknown;
  readonly path?: unknown;
  readonly message?: unknown;
}

/** The first wrong field and what is wrong with it, without the keys a sender made up. */
export function issueWords(issues: unknown): string {
  const [issue]: Issue[] = Array.isArray(issues) ? issues : [];
  const path = Array.isArray(issue?.path) ? issue.path.map(segment).join('.') : '';
  const unknownKeys = issue?.code === 'unrecognized_keys' || issue?.code === 'invalid_key';
  const message = unknownKeys ? 'it has fields nobody asked for' : redact(String(issue?.message ?? 'no details'));
  return `wrong ${path || 'input'}: ${message}`;
}

/** Names as our schemas write them; anything else came with the input. */
const segment = (one: unknown): string => (/^\w{1,30}$/.test(String(one)) ? redact(String(one)) : '<name>');

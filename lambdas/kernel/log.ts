/**
 * What a log line may carry (invariant 10): ids, kinds and counts. A field that is not in this list is dropped before
 * anything is written, so an address, a token or a webhook body cannot slip through by accident.
 */
const allowedFields = [
  'account',
  'attempt',
  'case',
  'class',
  'count',
  'error',
  'event',
  'function',
  'id',
  'invoice',
  'journey',
  'key',
  'kind',
  'outcome',
  'queue',
  'reason',
  'requestId',
  'run',
  'stage',
  'state',
  'status',
  'step',
  'template',
  'type',
  'verdict',
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

/** Messages are static text, so only the fields have to be watched. */
export function allowListed(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => allowed.has(name) && value !== undefined));
}

const address = /[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"']+/g;
const secretLike = /\b(sk|rk|whsec)_[A-Za-z0-9_]+/g;

/** An error's own words may quote input: addresses and keys in it are blanked. */
export const redact = (text: string): string => text.replace(address, '<address>').replace(secretLike, '<secret>');

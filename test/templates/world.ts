import type { MailFrame } from '../../lambdas/messaging/render.ts';
import { type MailName, mailEntryOf } from '../../templates/catalog.ts';

export const links = {
  updateCard: 'https://billing.northbeam.test/l/update-card?t=k1.abc-DEF_1',
  backupCard: 'https://billing.northbeam.test/l/backup-card?t=k1.abc-DEF_6',
  pay: 'https://billing.northbeam.test/l/pay?t=k1.abc-DEF_2',
  resume: 'https://billing.northbeam.test/l/resume?t=k1.abc-DEF_3',
  cancel: 'https://billing.northbeam.test/l/cancel?t=k1.abc-DEF_4',
  promiseDate: 'https://billing.northbeam.test/l/promise-date?t=k1.abc-DEF_7',
  task: 'https://billing.northbeam.test/l/task?t=k1.abc-DEF_5',
};

export const frame: MailFrame = {
  company: 'Northbeam',
  postalAddress: '12 Quay Street, Bristol BS1 4DB, United Kingdom',
  from: { name: 'Northbeam', address: 'billing@northbeam.test' },
  replyTo: 'r-abc@reply.northbeam.test',
  links,
  locale: 'en-GB',
  zone: 'Europe/London',
};

export type Facts = Record<string, unknown>;

export const sampleOf = (name: MailName, changes: Facts = {}): Facts => ({
  ...Object(mailEntryOf(name).sample),
  ...changes,
});

/** The sample without what stands at `path`: `without(facts, 'card.last4')`. */
export function without(facts: Facts, path: string): Facts {
  const [head = '', ...rest] = path.split('.');
  const copy: Facts = structuredClone(facts);
  if (rest.length === 0) delete copy[head];
  else copy[head] = withoutInside(copy[head], rest.join('.'));
  return copy;
}

const withoutInside = (value: unknown, path: string): unknown => {
  const [head = '', ...rest] = path.split('.');
  if (Array.isArray(value))
    return value.map((entry, at) => (String(at) === head ? withoutInside(entry, rest.join('.')) : entry));
  return without(Object(value), path);
};

/** Every path of a sample, parents first: `card`, `card.brand`, `card.last4`. */
export const pathsOf = (value: unknown, parent = ''): string[] =>
  Object.entries(Object(value)).flatMap(([key, entry]) => {
    const path = parent === '' ? key : `${parent}.${key}`;
    const own = Array.isArray(value) ? [] : [path];
    return typeof entry === 'object' && entry !== null ? [...own, ...pathsOf(entry, path)] : own;
  });

import { canonicalJson } from '../kernel/config/policy.ts';

/** What our rows say beside Stripe's own fields. */
const ours: ReadonlySet<string> = new Set(['pk', 'sk', 'entity', 'account', 'readAt']);

const spelled = (value: unknown): string => (value === undefined ? 'nothing' : canonicalJson(value));

/** Every field in which a row is not what Stripe says now, with both values; `leave` names what rows do not keep. */
export function differing(
  stripe: Readonly<Record<string, unknown>>,
  row: Readonly<Record<string, unknown>>,
  leave: readonly string[] = [],
): readonly string[] {
  const names = new Set([...Object.keys(stripe), ...Object.keys(row)]);
  return [...names]
    .filter((name) => !ours.has(name) && !leave.includes(name))
    .filter((name) => spelled(stripe[name]) !== spelled(row[name]))
    .sort()
    .map((name) => `${name} is ${spelled(stripe[name])} at Stripe, ${spelled(row[name])} here`);
}

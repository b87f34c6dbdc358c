import { sha256 } from '../ids.ts';
import type { RetentionConfig } from './resolved.ts';

/**
 * Facts about the deployment rather than decisions of a journey: who works here, how mail looks, whose token opens a
 * page, which sites may ask, who is told, who may act from the console. A run takes them as they are today, so that a colleague who left gets no tasks from last quarter's cases, and no
 * person's address stands in a policy row.
 */
const deploymentKeys = [
  'people',
  'mailTo',
  'allowList',
  'brand',
  'clientAuth',
  'console',
  'access',
  'webhooks',
] as const;

export type Policy = Omit<RetentionConfig, (typeof deploymentKeys)[number]>;

/** What a run keeps for its whole life, stored once as `POLICY#<hash>`. */
export function policyOf(config: RetentionConfig): Policy {
  const {
    people: _people,
    mailTo: _mailTo,
    allowList: _allowList,
    brand: _brand,
    clientAuth: _clientAuth,
    console: _console,
    access: _access,
    webhooks: _webhooks,
    ...policy
  } = config;
  return policy;
}

/** The configuration a run acts on: its own policy, with today's people and looks. */
export const withPolicy = (current: RetentionConfig, policy: Policy): RetentionConfig => ({ ...current, ...policy });

export const policyHash = (policy: Policy): string => sha256(canonicalJson(policy));

/** One spelling per value: keys sorted by UTF-16 code units, `undefined` dropped, no blanks. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`no JSON for ${value}`);
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new RangeError(`no JSON for a ${typeof value}`);
  return text;
}

import type { Target } from '../faults/faults.ts';

export interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly why: string;
}

/** A month here: a twelfth of 365.25 days. */
export const monthDays = 30.4375;
export const minutesAMonth = monthDays * 1440;

/**
 * What a simulation cannot count: how long AWS takes, and what its services do by themselves. Each is printed with the
 * bill; replace one by what your own account shows (CloudWatch has all of them).
 */
export const assumptions = {
  'own-work': { value: 5, unit: 'ms', why: 'parsing, rules and rendering of one call, measured here at 1 to 5 ms' },
  store: { value: 6, unit: 'ms a call', why: 'DynamoDB answers single items in single-digit milliseconds' },
  stripe: {
    value: 300,
    unit: 'ms a call',
    why: 'our estimate for an API call over the internet; a charge takes longer',
  },
  workflows: { value: 30, unit: 'ms a call', why: 'our estimate for a Step Functions call inside a region' },
  queues: { value: 10, unit: 'ms a call', why: 'our estimate for an SQS send inside a region' },
  ses: { value: 60, unit: 'ms a call', why: 'our estimate, as in the cost model of the facts' },
  bus: { value: 15, unit: 'ms a call', why: 'our estimate for EventBridge PutEvents inside a region' },
  links: { value: 0, unit: 'ms a call', why: 'signing happens inside the function' },
  outside: { value: 200, unit: 'ms a call', why: 'our estimate for a server of yours over the internet' },
  'cold-share': { value: 0.05, unit: 'of calls', why: 'our estimate: a share of calls meets a new environment' },
  'cold-start': {
    value: 375,
    unit: 'ms',
    why: 'load and first TLS of three clients, measured by others in 2025; billed since August 2025',
  },
  'polls-a-minute': {
    value: 15,
    unit: 'empty receives a minute and queue',
    why: 'Lambda keeps five pollers of 20 s on an idle queue',
  },
  'secret-minutes': {
    value: 5,
    unit: 'minutes',
    why: 'how long a function keeps a secret (lambdas/adapters/secrets.ts)',
  },
  'line-overhead': { value: 26, unit: 'bytes a line', why: 'CloudWatch counts 26 bytes for each log event' },
  'logger-fields': {
    value: 230,
    unit: 'bytes a line',
    why: 'what Powertools and Lambda put beside our fields; a test measures it',
  },
  'platform-lines': {
    value: 530,
    unit: 'bytes a call',
    why: 'START, END and REPORT with its trace id, 26 bytes each included',
  },
  'access-line': {
    value: 220,
    unit: 'bytes a request',
    why: 'the access log of the HTTP API: id, time, route key, status, latency',
  },
  'stripe-request': { value: 2000, unit: 'bytes a call', why: 'headers, parameters and a share of TLS that leave AWS' },
  'traced-share': {
    value: 1,
    unit: 'of calls',
    why: 'X-Ray samples the first call a second and 5 % of the rest: nearly all at this rate',
  },
  'log-months': { value: 3, unit: 'months', why: 'retention of the log groups, 90 days' },
  'log-compression': {
    value: 0.15,
    unit: 'of the bytes',
    why: 'stored logs are billed compressed; our estimate for JSON lines',
  },
  'kept-months': {
    value: 12,
    unit: 'months',
    why: 'rows of a month stay for a year and more: storage is that of the twelfth month',
  },
} as const satisfies Readonly<Record<Target | string, Assumption>>;

export type AssumptionId = keyof typeof assumptions;
export type Assumed = Readonly<Record<AssumptionId, Assumption>>;

import * as z from 'zod';
import { isZone } from '../../lambdas/kernel/calendar.ts';
import { isSpan, spanMs } from './when.ts';

/** Far above any real story, far below what fills a machine's memory. */
const most = { times: 10_000, days: 3660 } as const;

/** Stripe takes amounts of up to twelve digits (docs.stripe.com/currencies, "minimum and maximum charge amounts"). */
const mostMinorUnits = 999_999_999_999;

const allowed = (what: string, fix = `write ${what}`) => ({ error: what, params: { allowed: what, fix } });

export const text = z.string().refine((value) => value.trim() !== '', allowed('a text that is not empty'));

export const data = z.record(z.string(), z.unknown());

export const zone = z
  .string()
  .refine(isZone, allowed('an IANA zone such as America/New_York', 'correct the name of the zone'));

export const country = z.string().regex(/^[A-Z]{2}$/, { error: 'two capital letters such as US (ISO 3166)' });

const withinYears = (value: string): boolean => spanMs(value) <= most.days * 86_400_000;

export const span = z
  .string()
  .refine(isSpan, allowed('elapsed time such as 3d4h5m6s'))
  .refine((value) => !isSpan(value) || withinYears(value), allowed(`elapsed time of at most ${most.days}d`));

export const count = z.int({ error: 'a whole number' }).min(1).max(most.times);

const wholeUnits = (least: number) =>
  z
    .number({ error: 'whole minor units such as 4900 for $49.00' })
    .refine(
      (value) => Number.isInteger(value) && value >= least && value <= mostMinorUnits,
      allowed(
        `whole minor units from ${least} to ${mostMinorUnits}, such as 4900 for $49.00`,
        'write cents, not dollars',
      ),
    );

export const amount = wholeUnits(1);

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

const currency = z
  .string()
  .toLowerCase()
  .refine((code) => currencies.has(code), allowed('an ISO 4217 currency such as usd'));

export const moneySchema = z.strictObject({ amount: wholeUnits(0), currency });

export const intervalSchema = z.enum(['day', 'week', 'month', 'quarter', 'year']);

export const signalsSchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()]));

export const date = z.iso.date({ error: 'a date such as 2026-01-10' });

export const email = z
  .string()
  .regex(/^[!-?A-~]+@[!-?A-~]+$/, { error: 'an address such as ada@acme.test, without a name around it' });

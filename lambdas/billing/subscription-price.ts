import type { Money } from '../kernel/money.ts';
import type { Subscription } from './model.ts';
import { idOf, inside, isRaw, items, number, type Raw, text } from './raw.ts';

interface Line {
  readonly price: string | undefined;
  /** What people call it at Stripe: lookup key and nickname. */
  readonly names: readonly string[];
  readonly product: string | undefined;
  readonly interval: Subscription['interval'];
  readonly intervalCount: number | undefined;
  readonly quantity: number;
  readonly licensed: boolean;
  readonly currency: string | undefined;
  /** In minor units, possibly with a fraction (`unit_amount_decimal`); absent for tiered prices. */
  readonly unit: number | undefined;
}

export interface PriceFacts {
  readonly plan: string | undefined;
  readonly planNames: readonly string[] | undefined;
  readonly product: string | undefined;
  readonly interval: Subscription['interval'];
  readonly intervalCount: number | undefined;
  readonly quantity: number | undefined;
  readonly amount: Money | undefined;
}

/** Plan, interval, quantity and amount of a subscription: from its prices, or from plans before 2020-08-27. */
export function priceFacts(raw: Raw): PriceFacts {
  const found = items(raw.items);
  const lines = found.length > 0 ? found.map((item) => lineOf(item, text(raw.currency))) : planOnly(raw);
  const lead = lines.find((line) => line.licensed) ?? lines[0];
  return {
    plan: lead?.price,
    planNames: lead && lead.names.length > 0 ? lead.names : undefined,
    product: lead?.product,
    interval: lead?.interval,
    intervalCount: lead?.intervalCount,
    quantity: lead?.licensed ? lead.quantity : undefined,
    amount: lead === undefined ? undefined : amountOf(lines.filter((line) => sharesInterval(line, lead))),
  };
}

/** Before 2015 a subscription had one plan and no items. */
const planOnly = (raw: Raw): readonly Line[] => (idOf(raw.plan) === undefined ? [] : [lineOf(raw, text(raw.currency))]);

function lineOf(item: Raw, fallbackCurrency: string | undefined): Line {
  const sold = isRaw(item.price) ? item.price : inside(item, 'plan');
  const rhythm = isRaw(sold.recurring) ? sold.recurring : sold;
  return {
    price: idOf(item.price) ?? idOf(item.plan),
    names: [text(sold.lookup_key), text(sold.nickname)].flatMap((name) => (name ? [name] : [])),
    product: idOf(sold.product),
    interval: intervalOf(rhythm.interval),
    intervalCount: number(rhythm.interval_count),
    quantity: number(item.quantity) ?? 1,
    licensed: rhythm.usage_type !== 'metered',
    currency: text(sold.currency) ?? fallbackCurrency,
    unit: unitOf(sold),
  };
}

/** A price says `unit_amount`, a plan `amount`; whole units first, `_decimal` where a unit costs a fraction of a cent. */
function unitOf(sold: Raw): number | undefined {
  if (sold.billing_scheme === 'tiered') return undefined;
  const decimal = text(sold.unit_amount_decimal) ?? text(sold.amount_decimal);
  return number(sold.unit_amount) ?? number(sold.amount) ?? number(decimal === undefined ? undefined : Number(decimal));
}

const intervals = ['day', 'week', 'month', 'year'] as const;
const intervalOf = (value: unknown): Subscription['interval'] => intervals.find((one) => one === value);

/** Flexible subscriptions may mix monthly and yearly items: only what is billed at the lead's rhythm is added up. */
const sharesInterval = (line: Line, lead: Line): boolean =>
  line.licensed && line.interval === lead.interval && line.intervalCount === lead.intervalCount;

/** Unknown as soon as one line is unknown: a sum that leaves something out would pass for a price. */
function amountOf(lines: readonly Line[]): Money | undefined {
  const currency = lines[0]?.currency?.toLowerCase();
  let sum = 0;
  for (const { unit, quantity } of lines) {
    if (unit === undefined) return undefined;
    sum += unit * quantity;
  }
  return currency === undefined ? undefined : { amount: Math.round(sum), currency };
}

import type { Money } from '../kernel/money.ts';
import type { Subscription } from './model.ts';
import { idOf, inside, items, number, type Raw, text } from './raw.ts';

interface Line {
  readonly price: string | undefined;
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
  const plan = inside(item, 'plan');
  const price = inside(item, 'price');
  const recurring = inside(price, 'recurring');
  const count = number(recurring.interval_count) ?? number(plan.interval_count);
  return {
    price: idOf(item.price) ?? idOf(item.plan),
    product: idOf(price.product) ?? idOf(plan.product),
    interval: intervalOf(recurring.interval ?? plan.interval),
    intervalCount: count,
    quantity: number(item.quantity) ?? 1,
    licensed: (recurring.usage_type ?? plan.usage_type) !== 'metered',
    currency: text(price.currency) ?? text(plan.currency) ?? fallbackCurrency,
    unit: isTiered(price) || isTiered(plan) ? undefined : (unitOf(price, 'unit_amount') ?? unitOf(plan, 'amount')),
  };
}

const isTiered = (price: Raw): boolean => price.billing_scheme === 'tiered';

function unitOf(price: Raw, field: string): number | undefined {
  const decimal = text(price[`${field}_decimal`]);
  return number(price[field]) ?? (decimal === undefined ? undefined : number(Number(decimal)));
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

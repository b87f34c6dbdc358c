import { normalAddress } from '../ids.ts';
import type { Money } from '../money.ts';
import { amountOf, dollarsIn } from './amounts.ts';
import { peopleOf } from './people.ts';
import type { ParsedConfig } from './schema.ts';

type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

type Parsed = Frozen<ParsedConfig>;
type Tiers = Parsed['tiers'];

/**
 * The configuration as the code reads it: every default filled, every amount with its currency. One object serves every
 * caller, so nothing in it may be changed.
 */
export interface RetentionConfig extends Omit<Parsed, 'tiers' | 'highValueMrr' | 'fx' | 'mailTo'> {
  readonly mailTo: string;
  readonly fx: { readonly base: string; readonly rates: Parsed['fx']['rates'] };
  readonly highValueMrr: Money;
  readonly tiers: Omit<Tiers, 'mid_market' | 'enterprise'> & {
    readonly mid_market: Omit<Tiers['mid_market'], 'from'> & { readonly from: Money };
    readonly enterprise: Omit<Tiers['enterprise'], 'above'> & { readonly above: Money };
  };
}

/** Retention OS, phase 9: enterprise pays more than $5,000 a month, mid-market from $500 on. */
const MID_MARKET_DOLLARS = 500;
const ENTERPRISE_DOLLARS = 5000;
/** The source has no number for "high-value"; this is ours (readings 34). */
const HIGH_VALUE_DOLLARS = 500;

/** Fills the defaults that depend on the company's own facts. */
export function complete(parsed: Parsed): RetentionConfig {
  const { currency } = parsed.company;
  const fx = { base: parsed.fx.base ?? currency, rates: parsed.fx.rates };
  const { mid_market: middle, enterprise: large } = parsed.tiers;
  const from =
    middle.from === undefined ? dollarsIn(MID_MARKET_DOLLARS, currency, fx) : amountOf(middle.from, currency);
  const above =
    large.above === undefined ? dollarsIn(ENTERPRISE_DOLLARS, currency, fx) : amountOf(large.above, currency);
  const highValueMrr =
    parsed.highValueMrr === undefined
      ? dollarsIn(HIGH_VALUE_DOLLARS, currency, fx)
      : amountOf(parsed.highValueMrr, currency);
  const mailTo = parsed.mailTo ?? parsed.people.founder;
  const own = [...new Set([...peopleOf(parsed.people).map(({ address }) => address), normalAddress(mailTo)])];
  return {
    ...parsed,
    mailTo,
    access: {
      origins: parsed.access.origins.length > 0 ? parsed.access.origins : [new URL(parsed.company.urls.app).origin],
    },
    allowList: parsed.allowList.length > 0 ? parsed.allowList : own,
    fx,
    highValueMrr,
    tiers: { ...parsed.tiers, mid_market: { ...middle, from }, enterprise: { ...large, above } },
  };
}

import { convert } from '../money.ts';
import { type Check, complain } from './check.ts';
import { nearest } from './nearest.ts';
import type { RetentionConfig } from './resolved.ts';

const convertible = (currency: string, { fx }: RetentionConfig): boolean =>
  currency === fx.base || fx.rates[currency] !== undefined;

const noRate = (currency: string, { fx }: RetentionConfig) => ({
  allowed: `a currency with a rate: ${[fx.base, ...Object.keys(fx.rates)].join(', ')}`,
  fix: `add fx.rates.${currency}, what one ${currency} is worth in ${fx.base}`,
});

const uniqueIds: Check = ({ plans }) =>
  plans.flatMap(({ id }, index) =>
    plans.findIndex((plan) => plan.id === id) === index
      ? []
      : complain(['plans', index, 'id'], id, {
          allowed: 'an id no other plan has',
          fix: 'rename or remove one of the two',
        }),
  );

const pricesHaveRates: Check = (config) =>
  config.plans.flatMap(({ prices }, index) =>
    Object.entries(prices).flatMap(([currency, price]) =>
      convertible(currency, config)
        ? []
        : complain(['plans', index, 'prices', currency], price, noRate(currency, config)),
    ),
  );

const everyPlanHasAPrice: Check = ({ plans, company }) =>
  plans.flatMap(({ prices }, index) =>
    Object.keys(prices).length > 0
      ? []
      : complain(['plans', index, 'prices'], prices, {
          allowed: 'at least one price',
          fix: `add one in minor units, such as prices: { ${company.currency}: 4900 }`,
        }),
  );

const relations = ['successor', 'downgradeTo', 'maintenance'] as const;

const relatedPlansExist: Check = ({ plans }) =>
  plans.flatMap((plan, index) =>
    relations.flatMap((relation) => {
      const target = plan[relation];
      const others = plans.map(({ id }) => id).filter((id) => id !== plan.id);
      if (target === undefined || others.includes(target)) return [];
      const meant = nearest(target, others);
      return complain(['plans', index, relation], target, {
        allowed: `the id of another plan: ${others.join(', ') || 'there is none'}`,
        fix: meant === undefined ? 'add that plan, or remove the line' : `did you mean "${meant}"?`,
      });
    }),
  );

const thresholdsHaveRates: Check = (config) => {
  const amounts = [
    [['highValueMrr'], config.highValueMrr],
    [['tiers', 'mid_market', 'from'], config.tiers.mid_market.from],
    [['tiers', 'enterprise', 'above'], config.tiers.enterprise.above],
  ] as const;
  return amounts.flatMap(([keys, amount]) =>
    convertible(amount.currency, config) ? [] : complain(keys, amount, noRate(amount.currency, config)),
  );
};

const tiersAscend: Check = (config) => {
  const { from } = config.tiers.mid_market;
  const { above } = config.tiers.enterprise;
  if (![from, above].every(({ currency }) => convertible(currency, config))) return [];
  if (convert(from, config.fx).amount < convert(above, config.fx).amount) return [];
  return complain(['tiers', 'enterprise', 'above'], above, {
    allowed: `more than tiers.mid_market.from (${from.amount} ${from.currency})`,
    fix: 'tiers ascend: smb below mid_market below enterprise, in minor units',
  });
};

const companyCurrencyHasARate: Check = (config) =>
  convertible(config.company.currency, config)
    ? []
    : complain(['fx', 'base'], config.fx.base, {
        allowed: `company.currency (${config.company.currency}), or a base with a rate for it`,
        fix: `leave fx.base out, or add fx.rates.${config.company.currency}`,
      });

const baseHasNoRate: Check = ({ fx }) =>
  fx.rates[fx.base] === undefined
    ? []
    : complain(['fx', 'rates', fx.base], fx.rates[fx.base], {
        allowed: 'currencies other than the base, which is worth 1',
        fix: 'remove the line',
      });

export const planChecks: readonly Check[] = [
  uniqueIds,
  everyPlanHasAPrice,
  pricesHaveRates,
  relatedPlansExist,
  thresholdsHaveRates,
  tiersAscend,
  companyCurrencyHasARate,
  baseHasNoRate,
];

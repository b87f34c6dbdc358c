import type { Customer } from '../world/settle-in.ts';
import { happensTo, lifeOf } from './population.ts';

const monthly = { ordinary: 4900, large: 59_900 } as const;

/** One of the played accounts: invented, and the same one under its number at every run. */
export function customerOf(index: number): Customer {
  const large = happensTo(index, 'highValue');
  return {
    id: `account-${index}`,
    name: `Account ${index}`,
    zone: 'America/New_York',
    country: 'US',
    plan: large ? 'business' : 'team',
    mrr: { amount: large ? monthly.large : monthly.ordinary, currency: 'usd' },
    interval: 'month',
    since: '2025-11-01',
    status: 'active',
    contacts: [{ email: `owner@account-${index}.test`, name: `Owner ${index}`, role: 'owner' }],
    stripe: {
      customer: `cus_${index}`,
      subscription: `sub_${index}`,
      billingMode: 'flexible',
      cards: [
        {
          id: `pm_${index}`,
          brand: 'visa',
          fingerprint: `fp_${index}`,
          exp: '2029-03',
          charges: lifeOf(index).charges,
        },
      ],
    },
  };
}

import type { Failing } from '../../lambdas/import/failing.ts';
import { toIso } from '../../lambdas/kernel/instant.ts';
import { formatMoney } from '../../lambdas/kernel/money.ts';
import { table } from '../ops/table.ts';

/** What is failing, as a table for a person to read before saying yes. */
export const listOf = (failing: readonly Failing[]): readonly string[] =>
  table(
    ['account', 'name', 'subscription', 'invoice', 'open', 'since'],
    failing.map(({ account, name, subscription, invoice, open, since }) => [
      account,
      name,
      subscription,
      invoice,
      formatMoney(open),
      toIso(since).slice(0, 10),
    ]),
  );

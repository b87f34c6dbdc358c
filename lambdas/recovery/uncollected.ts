import type { Invoice } from '../billing/model.ts';
import type { Effect } from '../cases/effect.ts';
import { toIso } from '../kernel/instant.ts';
import type { Change } from '../kernel/rows.ts';
import type { Context } from './context.ts';
import { nobodyCollects, recordChange } from './record.ts';

/** Makes it visible that recovery was switched off over open invoices (docs/decisions/0005); no invoices: it is on again. */
export function uncollected(invoices: readonly Invoice[], context: Context): Change {
  const { uncollectedSince: _was, ...recovery } = context.recovery;
  if (invoices.length === 0) return recordChange(context, recovery, []);
  return recordChange(context, { ...recovery, uncollectedSince: toIso(context.now) }, [alert(invoices, context)]);
}

const alert = (invoices: readonly Invoice[], context: Context): Effect =>
  attentionAlert('uncollected', nobodyCollects, context, { invoices: invoices.map(({ id }) => id) });

/** A person has to do at Stripe what this run may not. */
export function attentionAlert(
  about: string,
  why: string,
  { row, now }: Context,
  detail: Readonly<Record<string, unknown>> = {},
): Effect {
  return {
    kind: 'event',
    id: `alert/case_attention/${row.account}/${row.subject}/${row.run}/${about}/${toIso(now)}`,
    type: 'alert',
    account: row.account,
    detail: { alert: 'case_attention', case: row.sk, why, ...detail },
  };
}

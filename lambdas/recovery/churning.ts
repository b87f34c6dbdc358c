import type { Effect } from '../cases/effect.ts';
import type { Rest } from '../cases/rest.ts';
import { toIso } from '../kernel/instant.ts';
import { deletionOf } from '../pause/deletion.ts';
import { acts, type Context } from './context.ts';
import type { Outcome } from './decide.ts';
import { domainEvent } from './domain-event.ts';
import { recoveryTask } from './tasks.ts';

/** Churn is here and now, for want of a payment: reactivation and the clock of a deletion count from this instant. */
export function churned(outcome: Outcome, rest: Rest, context: Context): Effect[] {
  if (outcome !== 'expired_hold' || rest.lives || !acts(context)) return [];
  const { account, config, now } = context;
  const deletion = deletionOf({ status: 'churned', held: account?.held }, now, config.deletion, now);
  const due = deletion.kind === 'wait' ? { deletionDueAt: toIso(deletion.until) } : {};
  return [domainEvent('account.churned', context, { kind: 'delinquent', at: toIso(now), ...due })];
}

export const hasEnded = ({ world }: Pick<Context, 'world'>): boolean => world.subscription.status === 'canceled';

/** A charge of ours and a cancellation met in the same second, and the charge was taken: a person decides what is fair. */
export function crossed(outcome: Outcome, context: Context): Effect[] {
  const { recovery, world, account, config } = context;
  const ours = Object.values(recovery.results).some(
    ({ kind, invoice }) => kind === 'paid' && invoice === recovery.lead,
  );
  if (outcome !== 'recovered' || !ours || !hasEnded(context)) return [];
  return recoveryTask('paid_after_cancelling', 'crossed', context, {
    assignee: account?.owner?.email ?? config.people.operations ?? config.people.founder,
    facts: { invoice: recovery.lead, paid: world.lead.amountDue },
  });
}

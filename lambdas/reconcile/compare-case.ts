import type { Invoice, Subscription } from '../billing/model.ts';
import type { Case } from '../cases/case.ts';
import { graceAfterDue } from '../cases/case.ts';
import { after, before, type Instant, parseInstant } from '../kernel/instant.ts';
import { parseRecovery, type Recovery } from '../recovery/state.ts';
import type { Repair } from './repair.ts';

/** After it Stripe may take a repeated key for a new charge (facts §4.4). */
const keyLifetime = { hours: 23 } as const;

/** What the row of an open case says by itself: nobody was told, nobody looks, nobody knows how it ended. */
export function compareMachinery(row: Case, now: Instant): readonly Repair[] {
  if (row.status === 'closed') return [];
  const about = { about: row.subject, sort: row.sk };
  if (row.wait && row.answered < row.news)
    return [{ kind: 'callback', ...about, differs: `news ${row.news} is there, the wait was told ${row.answered}` }];
  if (row.intent && parseInstant(row.intent.at) <= before(now, keyLifetime))
    return [{ kind: 'news', ...about, differs: `the outcome of ${row.intent.step} is unknown since ${row.intent.at}` }];
  const why = unwatched(row, now);
  return why === undefined ? [] : [{ kind: 'execution', ...about, differs: why }];
}

function unwatched({ dueSk, duePk, wait }: Case, now: Instant): string | undefined {
  if (duePk === undefined || dueSk === undefined) return 'it stands in no index the sweep walks';
  const due = dueSk.slice(0, 24);
  if (after(parseInstant(due), graceAfterDue) > now) return undefined;
  return wait ? `its wait is past its time, ${wait.due}` : `nothing waits, and nobody has looked since ${due}`;
}

/** A case that would decide otherwise if it read the world now; what it has seen already is no difference. */
export function compareCase(
  row: Case,
  lead: Invoice | undefined,
  subscription: Subscription | undefined,
): readonly Repair[] {
  if (row.status === 'closed') return [];
  const recovery = parseRecovery(row.data);
  const differs = over(recovery, lead, subscription) ?? changed(recovery, subscription);
  return differs === undefined ? [] : [{ kind: 'news', about: row.subject, sort: row.sk, differs }];
}

function over(
  recovery: Recovery,
  lead: Invoice | undefined,
  subscription: Subscription | undefined,
): string | undefined {
  if (subscription?.status === 'canceled') return 'the subscription ended at Stripe, its case is open';
  if (!lead) return undefined;
  const settled = lead.status !== 'open' || lead.amountRemaining.amount === 0;
  return settled && !isHeld(recovery, lead, subscription)
    ? `invoice ${lead.id} is ${lead.status} at Stripe, its case is open`
    : undefined;
}

/** The debt is gone and the pause is not: the case knows, and waits for a person or a new period. */
const isHeld = (recovery: Recovery, lead: Invoice, subscription: Subscription | undefined): boolean =>
  recovery.paused !== undefined &&
  subscription?.status === 'paused' &&
  [`unresumed:${lead.id}`, `resume:${lead.id}`, `credit:${lead.id}`].some((name) => recovery.results[name]);

function changed(recovery: Recovery, subscription: Subscription | undefined): string | undefined {
  if (!subscription) return undefined;
  const leaves = recovery.leavingSince !== undefined;
  if (subscription.cancelAtPeriodEnd !== leaves)
    return leaves ? 'the cancellation was taken back at Stripe' : "cancelled to the period's end at Stripe";
  const resumed = recovery.paused?.how === 'subscription' && subscription.status === 'active' && !recovery.resumedAt;
  return resumed ? 'resumed at Stripe, its case holds it as paused' : undefined;
}

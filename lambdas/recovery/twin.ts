import type { Effect } from '../cases/effect.ts';
import { after, type Instant, parseInstant, toIso } from '../kernel/instant.ts';
import type { SuccessfulCharge } from '../kernel/ports.ts';
import type { Context } from './context.ts';
import type { Recovery } from './state.ts';
import { recoveryTask } from './tasks.ts';

/** As long as a person gets to see whether that other charge paid this invoice; nothing is charged or said meanwhile. */
const looked = { days: 3 } as const;

type Wait = { readonly kind: 'wait'; readonly due: Instant; readonly why: 'paid_elsewhere' };

/** A bank that calls a charge a duplicate may be right: another one of the same amount went through, outside this invoice. */
export function onTwin({ twin }: Pick<Recovery, 'twin'>, now: Instant): Wait | undefined {
  const due = twin && parseInstant(twin.until);
  return due !== undefined && now < due ? { kind: 'wait', due, why: 'paid_elsewhere' } : undefined;
}

export const withTwin = (recovery: Recovery, { charge }: SuccessfulCharge, now: Instant): Recovery => ({
  ...recovery,
  twin: { charge, at: toIso(now), until: toIso(after(now, looked)) },
});

/** Only a person can tell whose money it was: apply it to the invoice, or give it back. */
export const twinTask = ({ charge }: SuccessfulCharge, context: Context): Effect[] =>
  recoveryTask('review_duplicate', charge, context, {
    assignee: context.config.people.operations ?? context.config.people.founder,
    facts: { invoice: context.recovery.lead, charge },
  });

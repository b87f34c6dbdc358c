import { formatMoney } from '../kernel/money.ts';
import type { Reader } from '../messaging/day-words.ts';
import { isPaused } from '../recovery/at-once.ts';
import type { Context } from '../recovery/context.ts';
import { type CustomerMay, customerMay } from '../recovery/customer-may.ts';
import { calendarFacts, cardFact, commonFacts, resumePrice } from '../recovery/facts.ts';
import { lastStep } from './case-seen.ts';

/** An open case in the words of a page. */
export interface Debt {
  readonly plan: string;
  /** Every open invoice, the one that is paid first before the others. */
  readonly open: readonly { readonly amount: string; readonly label: string }[];
  readonly total: string;
  /** What the button takes: the first invoice, or a new period where the plan is truly paused. */
  readonly price: string;
  readonly card: string | undefined;
  readonly nextAttempt: string | null;
  readonly pauseOn: string;
  readonly holdUntil: string;
  readonly may: CustomerMay;
  /** `period`: a resume takes a new period and forgives the old invoice or not; `bill`: the old invoice ends the pause. */
  readonly paused: 'period' | 'bill' | undefined;
  readonly leaving: boolean;
}

export function debtOf(context: Context, reader: Reader): Debt {
  const { recovery, world, now } = context;
  const { plan, amounts, total } = commonFacts(context, reader);
  const card = cardFact(world.card);
  const truly = isPaused(recovery, world);
  return {
    plan,
    open: amounts,
    total,
    price: truly ? formatMoney(resumePrice(context), reader.language) : (amounts[0]?.amount ?? total),
    card: card ? `${card.brand} ending in ${card.last4}` : undefined,
    ...calendarFacts(lastStep(recovery), context, reader),
    may: customerMay(recovery, world, now),
    paused: recovery.paused ? (truly ? 'period' : 'bill') : undefined,
    leaving: recovery.leavingSince !== undefined,
  };
}

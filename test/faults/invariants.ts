import * as cases from './invariants/cases.ts';
import * as charges from './invariants/charges.ts';
import * as mails from './invariants/mails.ts';
import * as surface from './invariants/surface.ts';
import * as waits from './invariants/waits.ts';
import type { Life } from './life.ts';

/** Design §8 as far as one payment recovery can show it: each reads what took effect and names what must not have. */
export const invariants: Readonly<Record<string, (life: Life) => string[]>> = {
  'an acknowledged webhook is in the queue': surface.acknowledgedIsQueued,
  'what was queued is worked off in the end': surface.nothingStaysDead,
  'a failure that was heard of has a case': cases.everyFailureHasACase,
  'each event changes the case at most once': cases.eventsOnce,
  'our own echoes are no news': cases.noEchoes,
  'news tells and does not decide': cases.newsOnlyTells,
  'an invoice is charged successfully at most once': charges.oneSuccess,
  'two attempts on a card keep the gap': charges.gapKept,
  "a slot keeps the gap to everybody's attempts": charges.slotKeepsGap,
  'a card remembers its attempts': charges.cardRemembers,
  'an attempt is counted once': charges.countedOnce,
  'an intent stands before its charge': charges.intentFirst,
  'an attempt has one key': charges.keysRepeat,
  'no intent after the case knew better': charges.intentInTime,
  'results of charges are charges': charges.resultsAreCharges,
  "Stripe's own retries are off before ours": charges.takenOver,
  'a step with a result is not done again': cases.resultsStay,
  'recovery stops when Stripe says paid': cases.stopsWhenPaid,
  'a run ends in one outcome': cases.oneOutcome,
  'an open case is visible when it is overdue': waits.neverInvisible,
  'whoever waits is told of news': waits.newsIsAnswered,
  'a newer wait is not overwritten': waits.waitsGoForward,
  'a token that is waited with stays': waits.tokensStay,
  'nothing the case knew is lost': cases.versionsGoForward,
  'what is settled is not opened again': cases.settledStays,
  'what was decided is carried out': cases.pendingIsDone,
  'what is said of a run is true of it': cases.sayingsAreTrue,
  'a case ends or waits': cases.endsOrWaits,
  'an older answer of Stripe overwrites nothing': cases.projectionsGoForward,
  'mail leaves seconds after a read that showed the invoice open': mails.goalIsFresh,
  'a key sends one mail': mails.onePerKey,
  'a lease never goes back': mails.leaseNeverBack,
  'no mail to a suppressed address': mails.noneToSuppressed,
  'the same words are not sent twice': mails.sameWordsOnce,
  'thanks go to who was told': mails.thanksOnlyTold,
  'nothing leaves while everything is paused': mails.brakeHolds,
  'no mail is forgotten': mails.mailIsSettled,
  'no pause before the last notice': surface.noticeBeforePause,
  'observe touches nothing': surface.observeTouchesNothing,
  'money is whole minor units': surface.moneyIsWhole,
  'nothing secret leaks': surface.nothingLeaks,
};

export interface Finding {
  readonly invariant: string;
  readonly what: string;
}

export const judge = (life: Life): Finding[] =>
  Object.entries(invariants).flatMap(([invariant, check]) => check(life).map((what) => ({ invariant, what })));

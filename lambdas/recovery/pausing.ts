import type { Effect } from '../cases/effect.ts';
import { restOfAccount } from '../cases/rest-of-account.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import { toIso } from '../kernel/instant.ts';
import { wordsOf } from '../kernel/log.ts';
import type { Ports } from '../kernel/ports.ts';
import { isBraked, isHeldBack } from '../messaging/brake.ts';
import { pauseAtStripe } from '../pause/at-stripe.ts';
import { locked as announced } from '../pause/lock.ts';
import { holdEndsAt } from './calendar.ts';
import { recoveryMail, say } from './consequences.ts';
import { acts, type Context } from './context.ts';
import { type Notice, noticeOf, unheardTask } from './final-notice.ts';
import { lockOf } from './lock-of.ts';
import { ownMail } from './messages.ts';
import { recordChange, withResult } from './record.ts';
import type { Recovery } from './state.ts';
import { answer, type Performed, store } from './step-answer.ts';
import { holdKey } from './take-over.ts';
import { whilePaused } from './while-paused.ts';

/** Day 14: paused, not deleted. The final notice first, then the lock, then Stripe: each is stored before the next. */
export async function pause(context: Context, ports: Ports): Promise<Performed> {
  const { recovery } = context;
  if (!acts(context)) return observed(context, ports);
  if (recovery.paused) return carryOutPause(context, ports);
  if (await isBraked(ports)) return whilePaused(context.row, ports);
  const notice = await noticeOf(context, ports);
  if (notice.kind === 'wait') return answer('WAIT', context, toIso(notice.until), 'the final notice is not read yet');
  if (notice.kind === 'again') {
    const said = say('last-attempt', `final-${notice.count}`, context);
    return store(context, recordChange(context, said.data, said.effects), ports);
  }
  return lock(notice, context, ports);
}

async function observed(context: Context, ports: Ports): Promise<Performed> {
  const { recovery, now } = context;
  const said = recovery.observedSince ? [] : recoveryMail(ownMail.pause, 'pause', context).effects;
  const data = withResult(recovery, 'pause', { at: toIso(now), kind: 'observed' });
  return store(context, recordChange(context, data, said), ports);
}

/** Access is locked and the customer told, whatever Stripe answers next (spec payment-recovery, pausing). */
async function lock(notice: Notice, context: Context, ports: Ports): Promise<Performed> {
  const { row, recovery, now } = context;
  const shut: Recovery = { ...recovery, paused: { at: toIso(now), how: 'locked' }, banner: true };
  // A pause that was only observed may have left its mail unsent, under the first of these names.
  const said = say(ownMail.pause, recovery.results.pause ? 'pause-again' : 'pause', { ...context, recovery: shut });
  const lock = lockOf(context, await restOfAccount(row, ports));
  const effects: Effect[] = [
    ...announced(lock, holdEndsAt(shut, context.ladder)),
    ...(notice.kind === 'unheard' ? unheardTask(notice.why, context) : []),
    ...said.effects,
  ];
  return store(context, recordChange(context, said.data, effects), ports);
}

/** The same key until it is done: an error leaves the step, which is retried, and alerts operations when it lasts. */
async function carryOutPause(context: Context, ports: Ports): Promise<Performed> {
  const { row, recovery, world, now } = context;
  const pause = idempotencyKey('pause', row.account, row.sk, recovery.firstFailureAt);
  const keys = { pause, hold: holdKey(context) };
  const how = await pauseAtStripe(world.subscription, world.open, keys, ports).catch((error) =>
    alerted(error, context, ports),
  );
  if (!how) return { kind: 'again', row };
  const done = withResult(recovery, 'pause', { at: toIso(now), kind: 'done' });
  return store(
    context,
    recordChange(context, { ...done, paused: { at: recovery.paused?.at ?? toIso(now), how } }, []),
    ports,
  );
}

/** Operations hear of it at the first failure and once; the step fails all the same, and comes back under the same key. */
async function alerted(error: unknown, context: Context, ports: Ports): Promise<never> {
  const { recovery, now } = context;
  const { paused } = recovery;
  if (!isHeldBack(error) && paused && !paused.alertedAt) {
    const data = { ...recovery, paused: { ...paused, alertedAt: toIso(now) } };
    await store(context, recordChange(context, data, [lockAlert(error, context)]), ports);
  }
  throw error;
}

/** Where Stripe cannot pause, our lock is all there is, and a customer without access may still be billed. */
function lockAlert(error: unknown, { row, recovery }: Context): Effect {
  const id = `alert/access_lock_failed/${row.account}/${row.subject}/${row.run}/${recovery.firstFailureAt}`;
  const why = `${recovery.subscription} is locked and not paused at Stripe: ${wordsOf(error).why}`;
  return {
    kind: 'event',
    id,
    type: 'alert',
    account: row.account,
    detail: { alert: 'access_lock_failed', case: row.sk, why },
  };
}

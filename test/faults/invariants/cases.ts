import type { Item } from '../../../lambdas/kernel/rows.ts';
import type { Life } from '../life.ts';
import {
  type CaseWrite,
  caseWrites,
  dataOf,
  iso,
  isSlot,
  listOf,
  queuedOf,
  type Row,
  rowOf,
  textsOf,
  timeOf,
  writesOf,
} from './look.ts';

export const minute = 60_000;

/** Slot by slot: a life may hold two subscriptions. */
export function bySlot(life: Life, check: (writes: readonly CaseWrite[]) => string[]): string[] {
  return [...Map.groupBy(caseWrites(life), ({ key }) => key).values()].flatMap(check);
}

export const sameRun = ({ before, after }: CaseWrite): boolean =>
  before !== undefined && before.run === after.run && before.openedAt === after.openedAt;

const isRaise = (write: CaseWrite): boolean => sameRun(write) && Number(write.after.news) > Number(write.before?.news);

const newNames = ({ before, after }: CaseWrite): string[] =>
  textsOf(after.applied).filter((id) => !textsOf(before?.applied).includes(id));

/** Each fact raises the news once, whatever it is called and however often it comes. */
export const eventsOnce = (life: Life): string[] =>
  bySlot(life, (writes) => {
    const seen = new Set<string>();
    return writes.flatMap((write) => {
      const names = newNames(write);
      const known = names.find((name) => seen.has(name));
      for (const name of names) seen.add(name);
      if (known) return [`${known} changed the case a second time at ${iso(write.at)}`];
      return isRaise(write) && names.length === 0 ? [`news without a new fact at ${iso(write.at)}`] : [];
    });
  });

/** What our own calls cause at Stripe comes back as an event, and is no news. What a pending charge of ours came to later is. */
export function noEchoes(life: Life): string[] {
  const declined = new Set(
    life.trace.calls.flatMap(({ operation, input, answer }) =>
      operation.endsWith('/pay') && rowOf(answer).status === 402 ? [rowOf(input).idempotencyKey] : [],
    ),
  );
  const echoes = new Set(
    life.world.stripe.charges.flatMap(({ idempotencyKey: key, charge, at }) =>
      declined.has(key) && !isConfusable(at, life) ? [`charge:${charge}`] : [],
    ),
  );
  return caseWrites(life)
    .filter(isRaise)
    .flatMap((write) => newNames(write).filter((name) => echoes.has(name)))
    .map((name) => `our own ${name} was taken for somebody else's`);
}

/** Stripe dates in whole seconds: of two attempts in one, the later is the only one that can be seen. */
const isConfusable = (at: number, { world }: Life): boolean =>
  world.stripe.charges.some((one) => one.actor !== 'us' && Math.floor(one.at / 1000) === Math.floor(at / 1000));

/** News keeps what was decided; only a decision of ours moves the ladder. */
export const newsOnlyTells = (life: Life): string[] =>
  caseWrites(life)
    .filter(isRaise)
    .flatMap(({ before, after, at }) => {
      const [old, fresh] = [dataOf(before), dataOf(after)];
      const moved = ['results', 'class', 'lead', 'spent'].find((part) => !same(old[part], fresh[part]));
      if (moved) return [`news changed ${moved} at ${iso(at)}`];
      return before?.stage === after.stage ? [] : [`news moved the stage at ${iso(at)}`];
    });

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A step with a result is never done again, by this run or a restarted one. */
export const resultsStay = (life: Life): string[] =>
  caseWrites(life).flatMap(({ before, after, at }) => {
    if (before === undefined || before.openedAt !== after.openedAt) return [];
    const [old, fresh] = [rowOf(dataOf(before).results), rowOf(dataOf(after).results)];
    const lost = Object.keys(old).find((step) => timeOf(rowOf(old[step]).at) !== timeOf(rowOf(fresh[step]).at));
    return lost ? [`the result of ${lost} was lost or made again at ${iso(at)}`] : [];
  });

/** A run ends once, in one named outcome. */
export const oneOutcome = (life: Life): string[] =>
  bySlot(life, (writes) => {
    const closed = new Map<unknown, unknown>();
    return writes.flatMap(({ after, at }) => {
      const outcome = closed.get(after.run);
      if (after.status === 'closed' && outcome === undefined) closed.set(after.run, after.outcome ?? 'none');
      if (after.status === 'closed' && !after.outcome) return [`run ${String(after.run)} closed without an outcome`];
      const still = after.status === 'closed' && after.outcome === outcome;
      return outcome === undefined || still ? [] : [`run ${String(after.run)} lives on after its end, at ${iso(at)}`];
    });
  });

/** A later write never stands on an older row. */
export const versionsGoForward = (life: Life): string[] =>
  caseWrites(life).flatMap(({ before, after, at }) => {
    const back = before !== undefined && Number(after.version) < Number(before.version);
    const lost = before !== undefined && !back && before.run === after.run && lostFact(before, after);
    if (back) return [`the case's version went back at ${iso(at)}`];
    return lost ? [`the case forgot ${lost} at ${iso(at)}`] : [];
  });

const lostFact = (before: Item, after: Item): string | undefined =>
  textsOf(before.applied).length < 50
    ? textsOf(before.applied).find((id) => !textsOf(after.applied).includes(id))
    : undefined;

/** What one run has settled opens no other by an event. */
export const settledStays = (life: Life): string[] =>
  caseWrites(life).flatMap(({ before, after, at }) => {
    const opened = before?.status === 'closed' && after.status !== 'closed' && before.openedAt !== after.openedAt;
    const lead = String(dataOf(after).lead);
    return opened && textsOf(before.settled).includes(lead) ? [`${lead} was settled and reopened at ${iso(at)}`] : [];
  });

/** Effects leave `pending` when they are carried out, not before. */
export function pendingIsDone(life: Life): string[] {
  return caseWrites(life).flatMap(({ before, after, seq, at }) => {
    const left = new Set(listOf(after.pending).map((effect) => JSON.stringify(effect)));
    return listOf(before?.pending)
      .filter((effect) => !left.has(JSON.stringify(effect)) && !isDone(effect, seq, life))
      .map((effect) => `${String(effect.kind)} ${nameOf(effect)} left pending undone at ${iso(at)}`);
  });
}

const nameOf = ({ sk, id, name, key }: Row): string => String(sk ?? id ?? name ?? key ?? '').slice(0, 60);

function isDone(effect: Row, seq: number, life: Life): boolean {
  const earlier = life.trace.writes.filter((write) => write.seq < seq);
  const called = life.trace.calls.slice(0, seq);
  switch (effect.kind) {
    case 'row':
      return earlier.some(({ key }) => key === `${String(effect.pk)} ${String(effect.sk)}`);
    case 'event':
      return called.some(({ target, input }) => target === 'bus' && JSON.stringify(input).includes(String(effect.id)));
    case 'start':
      return called.some(
        ({ operation, input }) => operation.startsWith('StartEx') && rowOf(input).name === effect.name,
      );
    case 'card-result':
    case 'card-foreign':
      return earlier.some(
        ({ key, after }) =>
          key === `CARD#${String(effect.budget)} CARD` && listOf(after?.slots).some((slot) => isOn(slot, effect)),
      );
    default:
      return true;
  }
}

/** A charge of our own that was on its way stands there under our key. */
const isOn = (slot: Row, { key }: Row): boolean =>
  slot.state === 'counted' && (slot.key === key || (slot.charge !== undefined && slot.charge === key));

/** "ABORTED" of a run is said of that run only. */
export const sayingsAreTrue = (life: Life): string[] =>
  caseWrites(life).flatMap(({ before, after, status, at }) => {
    const [, said] = /^its execution is (\w+)$/.exec(String(after.attention)) ?? [];
    const fresh = said !== undefined && (before?.attention !== after.attention || before?.run !== after.run);
    return fresh && status !== undefined && status !== said
      ? [`run ${String(after.run)} is called ${said} at ${iso(at)}, its execution is ${status}`]
      : [];
  });

/** Once Stripe says paid, recovery of that invoice stops: a minute, and under faults as long as redelivery takes. */
export function stopsWhenPaid(life: Life): string[] {
  // In a storm half of all visits die, and the machine's retries grow up to a quarter of an hour apart.
  const limit = life.clean ? minute : 45 * minute;
  const paid = queuedOf(life).filter(({ type }) => type === 'invoice.paid');
  return paid.flatMap(({ at, object }) => {
    const slots = caseWrites(life).filter(({ key }) => key.endsWith(`#${subscriptionOf(object)}`));
    const then = slots.findLast((write) => write.at <= at + limit)?.after;
    const about = then !== undefined && then.status === 'open' && dataOf(then).lead === object.id;
    const goesOn = about && !isResuming(dataOf(then));
    if (!goesOn || at + limit > life.world.simulator.now()) return [];
    return [`${String(object.id)} was paid, heard of at ${iso(at)}, and recovery goes on`];
  });
}

/** A paid hold goes on until the subscription runs again: that is no recovery any more. */
const isResuming = ({ results }: Row): boolean => Object.keys(rowOf(results)).some((step) => /^(un)?resume/.test(step));

const subscriptionOf = (invoice: Row): string =>
  String(rowOf(rowOf(invoice.parent).subscription_details).subscription ?? invoice.subscription);

/** A failed renewal opens a case, and at the end nothing hangs: closed, flagged, or waiting with a future. */
export function endsOrWaits(life: Life): string[] {
  const now = life.world.simulator.now();
  return bySlot(life, (writes) => {
    const row = writes.at(-1)?.after;
    if (row === undefined || row.status === 'closed' || row.status === 'attention') return [];
    const { due, state } = rowOf(row.wait);
    const running = life.world
      .executions()
      .some(({ input, frame }) => rowOf(JSON.parse(input)).run === row.run && frame.status === 'RUNNING');
    // Stopped from outside with its status event lost: found when the wait is overdue, or by the next news.
    if (!running && !(timeOf(due) + 15 * minute > now))
      return [`run ${String(row.run)} is open and no execution serves it`];
    if (due === undefined) return ['the case is open and waits for nothing'];
    return timeOf(due) + 15 * minute < now ? [`the case still stands in "${String(state)}", due ${String(due)}`] : [];
  });
}

/**
 * Every renewal that failed has its case, unless it was paid, voided or cancelled before anybody could hear of it, or an
 * open dispute was heard of first: then a person has the task.
 */
export function everyFailureHasACase(life: Life): string[] {
  if ([...life.world.table.items()].some(({ kind }) => kind === 'renewal_failed_in_dispute')) return [];
  const known = new Set(life.trace.writes.filter(isSlot).map(({ key }) => key.split('#').at(-1)));
  return life.world.stripe
    .peek('invoices')
    .map(rowOf)
    .filter(({ status, attempted }) => status === 'open' && attempted === true)
    .map(subscriptionOf)
    .filter((subscription) => !known.has(subscription) && isAlive(life, subscription))
    .map((subscription) => `an invoice of ${subscription} failed and nobody knows`);
}

const isAlive = (life: Life, id: string): boolean =>
  life.world.stripe.peek('subscriptions').some((one) => rowOf(one).id === id && rowOf(one).status !== 'canceled');

/** An older answer of Stripe never overwrites a newer one. */
export const projectionsGoForward = (life: Life): string[] =>
  ['invoice', 'subscription', 'card-ref'].flatMap((entity) =>
    writesOf(life, entity).flatMap(({ before, after, at, key }) =>
      before !== undefined && timeOf(after.readAt) < timeOf(before.readAt)
        ? [`${key} went back to what was read at ${String(after.readAt)}, at ${iso(at)}`]
        : [],
    ),
  );

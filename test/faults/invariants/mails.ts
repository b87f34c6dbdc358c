import type { Life } from '../life.ts';
import { iso, mailOf, messageAt, rowOf, sentOf, textsOf, timeOf, writesOf } from './look.ts';

/** Handed to SES at most five seconds after Stripe showed the invoice open (invariant 3). */
export function goalIsFresh(life: Life): string[] {
  return life.trace.handOvers.flatMap(({ seq, at, input }) => {
    const { key } = mailOf(input);
    const invoice = messageAt(life, key, seq)?.whileOpen;
    if (invoice === undefined) return [];
    const read = life.trace.calls
      .slice(0, seq)
      .findLast((call) => call.target === 'stripe' && isRead(call.operation, String(invoice)) && isOpen(call.answer));
    if (read === undefined) return [`mail ${key} went to SES without a read of its invoice`];
    const age = at - read.at;
    return age <= 5000 ? [] : [`mail ${key} went to SES ${age} ms after the read, at ${iso(at)}`];
  });
}

const isRead = (operation: string, invoice: string): boolean =>
  operation.startsWith(`GET /v1/invoices/${invoice}`) || operation.startsWith('GET /v1/invoices?');

const isOpen = (answer: unknown): boolean => {
  const body = rowOf(rowOf(answer).body);
  return body.status === 'open' && Number(body.amount_remaining) > 0;
};

/** One mail a key, which for a task is one a date; one more only for service mail, and only from UNKNOWN. */
export function onePerKey(life: Life): string[] {
  const byKey = Map.groupBy(sentOf(life), ({ key }) => key);
  return [...byKey].flatMap(([key, sent]) => {
    const [first, second] = sent;
    if (first === undefined || second === undefined) return [];
    if (key.startsWith('internal/')) return [`mail ${key} to our own people left ${sent.length} times`];
    if (sent.length > 2) return [`mail ${key} left ${sent.length} times`];
    const unknown = writesOf(life, 'message').some(
      ({ after, seq }) => after.key === key && after.status === 'UNKNOWN' && seq > first.seq && seq < second.seq,
    );
    return unknown ? [] : [`mail ${key} left again at ${iso(second.at)}, and nobody doubted the first`];
  });
}

/** A lease that SES may have seen never goes back to PENDING. */
export function leaseNeverBack(life: Life): string[] {
  const sent = sentOf(life);
  return writesOf(life, 'message').flatMap(({ before, after, seq, at }) => {
    if (before?.status === 'UNKNOWN' && after.status === 'PENDING') return [`${String(after.key)} forgot its doubt`];
    if (before?.status !== 'SENDING' || after.status !== 'PENDING') return [];
    const since = writesOf(life, 'message').findLast(
      (write) => write.seq < seq && write.after.key === after.key && write.before?.status !== 'SENDING',
    );
    const left = sent.some((mail) => mail.key === after.key && mail.seq < seq && mail.seq > (since?.seq ?? 0));
    return left ? [`${String(after.key)} left, and is pending again at ${iso(at)}`] : [];
  });
}

/** Nothing to an address that was known, for longer than a lease, to be dead or unwilling. */
export function noneToSuppressed(life: Life): string[] {
  const lease = 60_000;
  const known = writesOf(life, 'address').filter(({ before, after }) => after.suppressed && !before?.suppressed);
  return sentOf(life).flatMap(({ key, at, seq, to }) => {
    const told = known.find((write) => write.at < at - lease && reachedBy(life, write.key, to, seq));
    return told ? [`mail ${key} at ${iso(at)} to an address suppressed at ${iso(told.at)}`] : [];
  });
}

/** The row of an address names it only by its hash; in one life each mail of a key has one address. */
function reachedBy(life: Life, row: string, to: string, seq: number): boolean {
  const slots = life.trace.writes.findLast((write) => write.key === row && write.seq <= seq)?.after?.slots;
  const keys = Array.isArray(slots) ? slots.map((slot) => rowOf(slot).key) : [];
  return sentOf(life).some((mail) => mail.to === to && keys.includes(mail.key));
}

/** These belong to one step each; `card-needed` may come again with the calendar. */
const once = ['friendly', 'urgent', 'last-attempt', 'paused', 'recovered'];

/** The same words are not said twice about one failure under two keys; the answer to a card just entered is about that card. */
export function sameWordsOnce(life: Life): string[] {
  const told = [...new Set(sentOf(life).map(({ key }) => key))].flatMap((key) => {
    const row = messageAt(life, key, Number.POSITIVE_INFINITY);
    const [, subject = '', failure = ''] = key.split('/');
    const mail =
      String(row?.template ?? '')
        .split('/')
        .at(-1) ?? '';
    return once.includes(mail) && !key.includes('/card:') ? [`${mail} of ${subject} ${failure}`] : [];
  });
  return told
    .filter((words, index) => told.indexOf(words) !== index)
    .map((words) => `${words} was sent under two keys`);
}

/** Thanks go to somebody who was told of a failure, by this case's own mail or by the one that spoke for it. */
export function thanksOnlyTold(life: Life): string[] {
  return sentOf(life).flatMap(({ key, at, seq }) => {
    const row = messageAt(life, key, seq);
    if (!String(row?.template).endsWith('/recovered')) return [];
    const own = textsOf(row?.requires);
    const spoken = own.map((mail) => String(messageAt(life, mail, seq)?.saidBy ?? ''));
    const told = sentOf(life).some((mail) => mail.seq < seq && [...own, ...spoken].includes(mail.key));
    return told ? [] : [`thanks at ${iso(at)} to somebody who was told nothing`];
  });
}

/** While everything is paused nothing leaves; what was on its way already may. */
export function brakeHolds(life: Life): string[] {
  const brakes = writesOf(life, 'brake');
  const leaving = life.trace.calls.filter(
    ({ target, operation }) => target === 'ses' || (target === 'stripe' && operation.endsWith('/pay')),
  );
  return leaving.flatMap(({ at, seq, operation }) => {
    const brake = brakes.findLast((write) => write.seq < seq);
    return brake?.after.on === true && brake.at < at - 60_000 ? [`${operation} at ${iso(at)} while all is paused`] : [];
  });
}

/** A message that is overdue is on its way, not forgotten. */
export function mailIsSettled(life: Life): string[] {
  const now = life.world.simulator.now();
  return [...life.world.table.items()]
    .filter(({ entity, status }) => entity === 'message' && (status === 'PENDING' || status === 'SENDING'))
    .filter(({ due }) => timeOf(due) < now - 15 * 60_000)
    .map(({ key, status, due }) => `mail ${String(key)} is still ${String(status)}, due ${String(due)}`);
}

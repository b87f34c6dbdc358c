import { idempotencyKey } from '../../../lambdas/kernel/ids.ts';
import type { Life } from '../life.ts';
import {
  type CaseWrite,
  caseWrites,
  dataOf,
  iso,
  keyOf,
  listOf,
  paysOf,
  type Row,
  rowOf,
  textsOf,
  timeOf,
  writesOf,
} from './look.ts';

/** The policy's minimum gap of the example configuration (20 h), less what a call may take on its way. */
const gap = 20 * 3_600_000 - 60_000;

export function oneSuccess({ world }: Life): string[] {
  const paid = world.stripe.charges.filter(({ actor, outcome }) => actor === 'us' && outcome === 'ok');
  const twice = paid.filter(({ invoice }, index) => paid.slice(0, index).some((other) => other.invoice === invoice));
  return twice.map(({ invoice, at }) => `${invoice} was charged a second time at ${iso(at)}`);
}

/** Between our own attempts, as Stripe saw them. */
export function gapKept(life: Life): string[] {
  const own = attemptsOf(life);
  return own.flatMap(({ at, fingerprint }, index) => {
    const close = own.slice(0, index).find((other) => other.fingerprint === fingerprint && at - other.at < gap);
    return close ? [`card ${fingerprint} was tried at ${iso(close.at)} and at ${iso(at)}`] : [];
  });
}

/** Against whoever tried the card before, as far as its own row knew when our slot was taken. */
export function slotKeepsGap(life: Life): string[] {
  return writesOf(life, 'card').flatMap(({ before, after }) => {
    const known = new Set(slotsOf(before).map(({ key }) => key));
    const taken = slotsOf(after).find(({ key, state }) => state === 'held' && !known.has(key));
    const close = taken && slotsOf(before).find((other) => keepsGap(other) && near(other.at, taken.at));
    return close ? [`a slot at ${taken.at} beside ${String(close.actor)}'s attempt at ${close.at}`] : [];
  });
}

/** A payment that somebody else made is no reason to wait. */
const keepsGap = ({ actor, outcome }: Row): boolean => actor === 'us' || outcome !== 'paid';

const slotsOf = (row: unknown): Row[] => listOf(rowOf(row).slots);

const near = (at: unknown, other: unknown): boolean => timeOf(at) <= timeOf(other) && timeOf(other) - timeOf(at) < gap;

/** Charges of ours by `pay`: a resumed subscription also bills, but that is no attempt of the ladder. */
function attemptsOf(life: Life): Attempt[] {
  const paid = new Set(paysOf(life).map(({ key }) => key));
  return life.world.stripe.charges
    .map(({ idempotencyKey: key, at, fingerprint }) => ({ key: keyOf(key), at, fingerprint }))
    .filter(({ key }) => paid.has(key));
}

interface Attempt {
  readonly key: string;
  readonly at: number;
  readonly fingerprint: string | undefined;
}

/** A counted attempt is never forgotten, a held slot only when no charge was made under its key. */
export function cardRemembers(life: Life): string[] {
  const attempts = attemptsOf(life);
  const charged = (key: unknown, at: number) => attempts.some((one) => one.key === key && one.at <= at);
  return writesOf(life, 'card').flatMap(({ before, after, at }) => {
    const kept = new Set(slotsOf(after).map(({ key }) => key));
    const lost = slotsOf(before).filter(
      ({ key, state }) => !kept.has(key) && (state === 'counted' || charged(key, at)),
    );
    return lost.map(({ actor }) => `the card's row forgot ${String(actor)}'s attempt at ${iso(at)}`);
  });
}

/** Each charge of ours stands on the card's row once, under its key. */
export function countedOnce(life: Life): string[] {
  const rows = [...life.world.table.items()].filter(({ entity }) => entity === 'card');
  const keys = rows.flatMap((row) => slotsOf(row).map(({ key }) => String(key)));
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  const own = attemptsOf(life).map(({ key }) => key);
  return [
    ...twice.map((key) => `the card's row counts ${key.slice(0, 8)} twice`),
    ...own.filter((key) => !keys.includes(key)).map((key) => `no card row knows our attempt ${key.slice(0, 8)}`),
  ];
}

const intentOf = (row: unknown): Row | undefined => {
  const { intent } = rowOf(row);
  return intent === undefined ? undefined : rowOf(intent);
};

interface Intended extends CaseWrite {
  readonly intent: Row;
}

const intents = (life: Life): Intended[] =>
  caseWrites(life).flatMap((write) => {
    const intent = intentOf(write.after);
    return intent && intentOf(write.before)?.key !== intent.key ? [{ ...write, intent }] : [];
  });

/** What reached Stripe is what the case's row said at that moment. */
export function intentFirst(life: Life): string[] {
  const writes = caseWrites(life);
  return paysOf(life).flatMap(({ seq, at, key, invoice, card }) => {
    const stood = writes.some(({ seq: written, after }) => {
      const intent = written < seq ? intentOf(after) : undefined;
      return intent?.key === key && intent.invoice === invoice && intent.card === card;
    });
    return stood ? [] : [`${invoice} was charged at ${iso(at)} without a word on the row`];
  });
}

/** Key = sha256(case, run, step, payment method, n): design §3. */
export function keysRepeat(life: Life): string[] {
  return intents(life).flatMap(({ after, intent }) => {
    const { step, card, attempt, key } = intent as { step: string; card: string; attempt: number; key: string };
    const right = idempotencyKey(String(after.account), after.sk, Number(after.run), step, card, attempt);
    return key === right ? [] : [`the key of ${step} is not made of what the attempt is`];
  });
}

/** No attempt whose INTENT was written after the case knew better. */
export function intentInTime(life: Life): string[] {
  return intents(life).flatMap(({ before, intent, at }) => {
    const why = hindrance(before, intent);
    return why ? [`an intent of ${String(intent.step)} at ${iso(at)} although ${why}`] : [];
  });
}

function hindrance(row: unknown, intent: Row): string | undefined {
  const { data, log } = rowOf(row);
  const { disputed, hardCards } = rowOf(data);
  const happened = listOf(log).map(({ what }) => what);
  // A card that was renewed is a new one; a resumption follows a payment by the customer, and Stripe bills it.
  const revived = /^(update|resume):|^card:[^:]+:[^:]+:\d{4}-\d{2}:/.test(String(intent.step));
  if (disputed) return 'the payment is disputed';
  if (happened.includes('customer.subscription.deleted')) return 'the subscription was cancelled';
  if (textsOf(hardCards).includes(String(intent.budget)) && !revived) return 'the card was declined for good';
  return isProcessing(rowOf(data), listOf(log), intent) ? 'the payment is processing' : undefined;
}

/** As far as the case's own results say: money of ours is on its way for this invoice. */
function isProcessing({ results, lead }: Row, log: readonly Row[], { invoice }: Row): boolean {
  const last = Object.values(rowOf(results))
    .map(rowOf)
    .filter(({ kind }) => kind === 'declined' || kind === 'processing' || kind === 'paid')
    .sort((a, b) => timeOf(a.at) - timeOf(b.at))
    .at(-1);
  if (last?.kind !== 'processing' || last.invoice !== invoice || lead !== invoice) return false;
  return !log.some(({ what, at }) => what === 'invoice.payment_failed' && timeOf(at) > timeOf(last.at));
}

const minute = 60_000;

const isTakenForOurs = ({ at, invoice, budget }: Row, { world }: Life): boolean =>
  world.stripe.charges.some(
    (charge) =>
      charge.actor !== 'us' &&
      charge.invoice === invoice &&
      charge.fingerprint === budget &&
      charge.at >= timeOf(at) - 1000 &&
      charge.at <= timeOf(at) + minute,
  );

/**
 * Each key has one result, and what stands as a result of a charge was one. Stripe does not show under which key a charge
 * was made: somebody else's failed try of the same card and invoice, in the seconds in which the answer to ours was lost,
 * is taken for ours. No money moves by it, and the ladder goes on as if ours had failed.
 */
export function resultsAreCharges(life: Life): string[] {
  const charged = new Set(life.world.stripe.charges.map(({ idempotencyKey: key }) => keyOf(key)));
  return caseWrites(life)
    .slice(-2)
    .flatMap(({ after }) => {
      const results = Object.entries(rowOf(dataOf(after).results)).map(([step, one]) => ({ step, ...rowOf(one) }));
      const made = results.filter((one) => rowOf(one).key !== undefined);
      const keys = made.map((one) => String(rowOf(one).key));
      return [
        ...keys.filter((key, index) => keys.indexOf(key) !== index).map(() => 'one charge is the result of two steps'),
        ...made
          .filter((one) => rowOf(one).kind === 'declined' && !charged.has(String(rowOf(one).key)))
          .filter((one) => !isTakenForOurs(rowOf(one), life))
          .map(({ step }) => `${step} counts a charge that was not made`),
      ];
    });
}

/** Before our first charge Stripe's own retries are off: it told us so. */
export function takenOver(life: Life): string[] {
  const told = new Map<string, boolean>();
  return life.trace.calls.flatMap(({ target, operation, answer, at }) => {
    if (target !== 'stripe') return [];
    const [, id] = /\/v1\/invoices\/([^/?]+)/.exec(operation) ?? [];
    if (id === undefined) return [];
    if (operation.endsWith('/pay') && told.get(id) === true)
      return [`${id} charged at ${iso(at)}, Stripe still collects it`];
    const { auto_advance: collects } = rowOf(rowOf(answer).body);
    if (typeof collects === 'boolean') told.set(id, collects);
    return [];
  });
}

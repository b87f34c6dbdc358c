import type { Life } from '../life.ts';
import { iso, isWrite, queuedOf, type Row, rowOf, writesOf } from './look.ts';

/** What was acknowledged stands in the queue: the answer comes after the message. */
export function acknowledgedIsQueued(life: Life): string[] {
  const queued = new Set(queuedOf(life).map(({ id }) => id));
  return life.world.logs
    .filter(({ message, fields }) => message === 'webhook queued' && !queued.has(String(fields.event)))
    .map(({ fields }) => `${String(fields.event)} was acknowledged and is nowhere`);
}

/** Once nothing fails any more, whatever was acknowledged is worked off: nothing dies a second time. */
export const nothingStaysDead = ({ world }: Life): string[] =>
  world.queues.deadLetters.map(({ queue, body }) => `${queue} gave up: ${body.slice(0, 120)}`);

/** No account is paused before the final notice was offered for delivery. */
export function noticeBeforePause(life: Life): string[] {
  return life.trace.calls.flatMap(({ target, operation, input, seq, at }) => {
    const [, subject] = /^POST \/v1\/subscriptions\/([^/]+)/.exec(operation) ?? [];
    const pauses = operation.endsWith('/pause') || rowOf(rowOf(input).params).pause_collection instanceof Object;
    if (target !== 'stripe' || subject === undefined || !pauses) return [];
    const offered = writesOf(life, 'message').some(
      ({ after, seq: written }) =>
        written < seq && String(after.template).endsWith('/last-attempt') && String(after.key).includes(subject),
    );
    return offered ? [] : [`${subject} was paused at ${iso(at)} without a last notice`];
  });
}

/** In observe nothing leaves: no mail, no charge, no change at Stripe. */
export function observeTouchesNothing(life: Life): string[] {
  if (life.script.mode !== 'observe') return [];
  return life.trace.calls
    .filter((call) => call.target === 'ses' || (call.target === 'stripe' && isWrite(call)))
    .map(({ operation, at }) => `${operation} at ${iso(at)} in observe mode`);
}

/** Money is whole minor units with a currency, wherever it stands as money. */
export function moneyIsWhole({ world }: Life): string[] {
  return [...world.table.items()].flatMap((item) =>
    moneyIn(item)
      .filter(({ amount, currency }) => !Number.isSafeInteger(amount) || !/^[a-z]{3}$/.test(String(currency)))
      .map((money) => `${String(item.sk)} holds ${JSON.stringify(money)}`),
  );
}

/** A mail's facts hold amounts as people read them; money of ours is a number beside its currency. */
function moneyIn(value: unknown): Row[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(moneyIn);
  const isMoney = typeof Object(value).amount === 'number' || Object.hasOwn(value, 'currency');
  return isMoney && Object.hasOwn(value, 'amount') ? [value as Row, ...inner] : inner;
}

const secret = /[^\s@"]+@[^\s@"]+\.test|\b(sk_test|whsec|rk)_\w+/;

/** Secrets, tokens and addresses reach no log line and no execution's input. */
export function nothingLeaks(life: Life): string[] {
  const logs = JSON.stringify(life.world.logs);
  const tokens = new Set(life.trace.writes.flatMap(({ after }) => String(rowOf(after?.wait).token ?? '') || []));
  const inputs = life.world.executions().map(({ input }) => input);
  return [
    ...(secret.test(logs) ? [`a log line holds ${secret.exec(logs)?.[0]}`] : []),
    ...[...tokens].filter((token) => logs.includes(token)).map(() => 'a log line holds a token'),
    ...inputs
      .filter((input) => secret.test(input) || Object.keys(JSON.parse(input)).join() !== 'account,case,run,policy')
      .map((input) => `an execution was started with ${input}`),
  ];
}

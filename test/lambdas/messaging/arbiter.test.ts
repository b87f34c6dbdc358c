import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { after, before, type Duration, type Instant, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { addressKey, freshAddress } from '../../../lambdas/messaging/address.ts';
import { arbitrate, type Hearing } from '../../../lambdas/messaging/arbiter.ts';
import { type Message, parseMessage } from '../../../lambdas/messaging/outbox.ts';

/** A Tuesday, ten in the morning in New York. */
const T = parseInstant('2026-11-10T10:00:00-05:00');
const at = (elapsed: Duration): Instant => after(T, elapsed);
const iso = (elapsed: Duration): string => toIso(at(elapsed));

const message = (over: Partial<Message> = {}): Message =>
  parseMessage({
    pk: 'A#acme',
    sk: 'MSG#m-1',
    entity: 'message',
    key: 'm-1',
    account: 'acme',
    journey: 'payment-recovery',
    template: 'payment-recovery/friendly',
    class: 'service',
    facts: {},
    links: {},
    roles: ['owner'],
    status: 'PENDING',
    queuedAt: toIso(T),
    notBefore: toIso(T),
    due: toIso(T),
    quiet: 'nights',
    policy: 'hash',
    mode: 'live',
    verdicts: [],
    version: 1,
    resends: 0,
    ...over,
  });

const address = freshAddress(addressKey('ada@acme.test'));
const bounced = { reason: 'bounce', at: toIso(T), source: 'ses-1' } as const;

const hearing = (over: Partial<Hearing> = {}): Hearing => ({
  message: message(),
  address,
  zone: 'America/New_York',
  quiet: { from: '20:00', to: '08:00', weekends: true },
  goal: 'open',
  ownCap: null,
  accountHeld: false,
  needsApproval: false,
  braked: false,
  now: T,
  ...over,
});

const deferred = (reason: string, until: Duration) => ({ kind: 'defer', reason, until: at(until) });
const ago = (elapsed: Duration): Instant => before(T, elapsed);
const dropped = (reason: string) => ({ kind: 'drop', reason });
const send = { kind: 'send' };

describe('each rule', () => {
  it.each<[string, Partial<Hearing>, object]>([
    ['nothing against it', {}, send],
    ['a bounced address', { address: { ...address, suppressed: bounced } }, dropped('suppressed.bounce')],
    [
      'a complaint',
      { address: { ...address, suppressed: { ...bounced, reason: 'complaint' } } },
      dropped('suppressed.complaint'),
    ],
    [
      'an address held for soft bounces',
      { address: { ...address, heldUntil: iso({ seconds: 1 }) } },
      deferred('suppressed.soft', { seconds: 1 }),
    ],
    ['a hold that ends now', { address: { ...address, heldUntil: iso({}) } }, send],
    ['a goal that is met', { goal: 'met' }, dropped('goal.met')],
    ['a goal nobody can know yet', { goal: 'unknown_yet' }, deferred('goal.met', { minutes: 1 })],
    ['a deadline a second ago', { message: message({ deadline: iso({ seconds: -1 }) }) }, dropped('deadline')],
    ['a deadline of this instant', { message: message({ deadline: iso({}) }) }, send],
    ['what another mail has just said', { saidBy: 'm-2' }, { ...dropped('duplicate'), saidBy: 'm-2' }],
    ['a mail a person has to read', { needsApproval: true }, deferred('approval', { hours: 3 })],
    ['one while everything is paused', { needsApproval: true, braked: true }, deferred('brake', { minutes: 10 })],
    ['everything paused', { braked: true }, deferred('brake', { minutes: 10 })],
    ['paused for 25 minutes', { braked: true, brakedSince: ago({ minutes: 25 }) }, deferred('brake', { minutes: 25 })],
    ['paused for two hours', { braked: true, brakedSince: ago({ hours: 2 }) }, deferred('brake', { hours: 1 })],
    ['an account a person holds', { accountHeld: true }, deferred('hold.account', { minutes: 10 })],
  ])('judges %s', (_name, over, ruling) => {
    expect(arbitrate(hearing(over))).toEqual(ruling);
  });

  it.each<[string, Message['quiet'], string, object]>([
    ['a second before the night', 'nights', '2026-11-10T19:59:59-05:00', send],
    ['at the start of the night', 'nights', '2026-11-10T20:00:00-05:00', dayAt('quiet.night', '2026-11-11T08:00')],
    ['a second before its end', 'nights', '2026-11-11T07:59:59-05:00', dayAt('quiet.night', '2026-11-11T08:00')],
    ['at its end', 'nights', '2026-11-11T08:00:00-05:00', send],
    ['on a Saturday, nights only', 'nights', '2026-11-14T10:00:00-05:00', send],
    [
      'on a Saturday, weekends too',
      'weekends',
      '2026-11-14T10:00:00-05:00',
      dayAt('quiet.weekend', '2026-11-16T08:00'),
    ],
    ['on a Monday', 'weekends', '2026-11-16T08:00:00-05:00', send],
    ['at three at night, kept by nothing', 'none', '2026-11-15T03:00:00-05:00', send],
  ])('keeps quiet hours: %s', (_name, quiet, now, ruling) => {
    expect(arbitrate(hearing({ message: message({ quiet }), now: parseInstant(now) }))).toEqual(ruling);
  });

  it('reads the hours on the clock of the reader', () => {
    const now = parseInstant('2026-11-10T20:30:00-05:00');

    expect(arbitrate(hearing({ now, zone: 'America/Los_Angeles' }))).toEqual(send);
    expect(arbitrate(hearing({ now }))).toMatchObject({ reason: 'quiet.night' });
  });

  it('takes no weekend from a policy that keeps none', () => {
    const quiet = { from: '20:00', to: '08:00', weekends: false };
    const now = parseInstant('2026-11-14T10:00:00-05:00');

    expect(arbitrate(hearing({ message: message({ quiet: 'weekends' }), quiet, now }))).toEqual(send);
  });
});

/** The rules in the order in which they speak; the last one that applies is taken away each time. */
const night = parseInstant('2026-11-10T23:00:00-05:00');
const inOrder: readonly (readonly [string, Partial<Hearing>])[] = [
  ['suppressed.bounce', { address: { ...address, suppressed: bounced } }],
  ['suppressed.soft', { address: { ...address, heldUntil: '2027-01-01T00:00:00.000Z' } }],
  ['goal.met', { goal: 'met' }],
  ['deadline', { message: message({ deadline: '2026-11-10T15:00:00.000Z' }) }],
  ['brake', { braked: true }],
  ['hold.account', { accountHeld: true }],
  ['quiet.night', { now: night }],
];

describe('the order of the rules', () => {
  it.each(inOrder.map(([reason], index) => [reason, index] as const))(
    'lets %s speak before what follows',
    (reason, index) => {
      const applying = inOrder.slice(index).reverse();
      const over: Partial<Hearing> = Object.assign({ now: night }, ...applying.map(([, one]) => one));

      expect(arbitrate(hearing(over))).toMatchObject({ reason });
    },
  );
});

const anyHearing = fc
  .record({
    suppressed: fc.boolean(),
    held: fc.option(fc.integer({ min: -100, max: 100 }), { nil: undefined }),
    deadline: fc.option(fc.integer({ min: -100, max: 100 }), { nil: undefined }),
    goal: fc.constantFrom<Hearing['goal']>('open', 'met', 'unknown_yet'),
    braked: fc.boolean(),
    accountHeld: fc.boolean(),
    quiet: fc.constantFrom<Message['quiet']>('nights', 'weekends', 'none'),
    minutes: fc.integer({ min: 0, max: 14 * 24 * 60 }),
  })
  .map(({ suppressed, held, deadline, goal, braked, accountHeld, quiet, minutes }) => {
    const now = at({ minutes });
    const hours = (of: number) => toIso(after(now, { hours: of }));
    const to = {
      ...address,
      ...(suppressed ? { suppressed: bounced } : {}),
      ...(held === undefined ? {} : { heldUntil: hours(held) }),
    };
    const about = message({ quiet, ...(deadline === undefined ? {} : { deadline: hours(deadline) }) });
    return hearing({ message: about, address: to, goal, braked, accountHeld, now });
  });

describe('any ruling', () => {
  it('sends nothing against a rule and defers only into the future', () => {
    fc.assert(
      fc.property(anyHearing, (one) => {
        const ruling = arbitrate(one);
        if (ruling.kind === 'defer') expect(ruling.until).toBeGreaterThan(one.now);
        if (ruling.kind !== 'send') return;
        expect(one.address.suppressed).toBeUndefined();
        expect([one.goal, one.braked, one.accountHeld]).toEqual(['open', false, false]);
      }),
      { numRuns: 300 },
    );
  });

  it('lets a message go that asks again at each deferral, unless it is dropped', () => {
    fc.assert(
      fc.property(anyHearing, (one) => {
        let ruling = arbitrate({ ...one, goal: 'open', braked: false, accountHeld: false });
        for (let asked = 0; ruling.kind === 'defer' && asked < 5; asked += 1)
          ruling = arbitrate({ ...one, goal: 'open', braked: false, accountHeld: false, now: ruling.until });
        expect(ruling.kind).not.toBe('defer');
      }),
    );
  });
});

function dayAt(reason: string, local: string) {
  return { kind: 'defer', reason, until: parseInstant(`${local}:00-05:00`) };
}

describe('one mail of a kind a day', () => {
  const day = 86_400_000;
  const slot = (over: object) => ({ key: 'm-0', at: toIso(T), class: 'service', state: 'sent' as const, ...over });
  const judged = (over: object, elapsed: Duration, floorMs: number | undefined = day) =>
    arbitrate(
      hearing({
        message: message(floorMs === undefined ? {} : { floorMs }),
        address: { ...address, slots: [slot({ floor: 'acme', ...over })] },
        now: at(elapsed),
      }),
    );

  it.each<[string, object, Duration, object]>([
    ['a second too early', {}, { days: 1, seconds: -1 }, deferred('cap.24h', { days: 1 })],
    ['a day later', {}, { days: 1 }, send],
    ['while the other is on its way', { state: 'reserved' }, { hours: 1 }, deferred('cap.24h', { days: 1 })],
    ['after one of another account', { floor: 'other' }, { hours: 1 }, send],
    ['after an answer, which does not count', { floor: undefined }, { hours: 1 }, send],
    ['again after itself', { key: 'm-1' }, { hours: 1 }, send],
  ])('is kept %s', (_name, over, elapsed, expected) => {
    expect(judged(over, elapsed)).toEqual(expected);
  });

  it('does not hold a mail without a floor', () => {
    const answer = hearing({ address: { ...address, slots: [slot({ floor: 'acme' })] }, now: at({ hours: 1 }) });
    expect(arbitrate(answer)).toEqual(send);
  });

  it('names the night, where it is night', () => {
    expect(judged({}, { hours: 12 })).toMatchObject({ reason: 'quiet.night' });
  });
});

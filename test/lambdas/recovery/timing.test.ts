import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localDate } from '../../../lambdas/kernel/calendar.ts';
import {
  type Duration,
  type Instant,
  instant,
  after as later,
  latest,
  parseInstant,
  toIso,
} from '../../../lambdas/kernel/instant.ts';
import { startOf } from '../../../lambdas/recovery/calendar.ts';
import { type AttemptStep, attemptSteps } from '../../../lambdas/recovery/ladder.ts';
import { ladderOf } from '../../../lambdas/recovery/policy.ts';
import { type Recovery, recoverySchema } from '../../../lambdas/recovery/state.ts';
import { timingOf } from '../../../lambdas/recovery/timing.ts';
import { resolveWith } from '../kernel/config/example.ts';

const recovery = (first: Instant, over: object = {}): Recovery =>
  recoverySchema.parse({
    customer: 'cus_acme',
    subscription: 'sub_acme',
    lead: 'in_1',
    firstFailureAt: toIso(first),
    taken: {},
    class: 'FUNDS',
    knownCards: [],
    hardCards: [],
    results: {},
    spent: {},
    banner: false,
    mails: [],
    ...over,
  });

const newYork = 'America/New_York';
const ladderIn = (zone: string, country?: string, over: object = {}) => ladderOf(resolveWith(over), zone, country);
const short = (at: Instant): string => toIso(at).slice(0, 16);
const clock = (text: string): Instant => parseInstant(`${text}:00Z`);

interface Row {
  readonly first: string;
  readonly step: AttemptStep;
  readonly free: string;
  readonly zone: string;
  readonly country: string | undefined;
  readonly due: string;
  readonly by: string;
}

const rows: readonly Row[] = [
  // Day 6 is a Monday; the 15th, a Sunday, is kept on Friday the 13th, and that is day 4.
  {
    first: '2026-11-09T15:00',
    step: 'retry-3',
    free: '2026-11-13T11:00',
    zone: newYork,
    country: 'US',
    due: '2026-11-13T15:00',
    by: 'country',
  },
  // The card rests until the evening of that Friday: still that day, later.
  {
    first: '2026-11-09T15:00',
    step: 'retry-3',
    free: '2026-11-13T22:00',
    zone: newYork,
    country: 'US',
    due: '2026-11-13T22:00',
    by: 'country',
  },
  // It rests past midnight: the gap does not hold, the ladder stays.
  {
    first: '2026-11-09T15:00',
    step: 'retry-3',
    free: '2026-11-14T05:00',
    zone: newYork,
    country: 'US',
    due: '2026-11-15T15:00',
    by: 'ladder',
  },
  {
    first: '2026-11-09T15:00',
    step: 'retry-3',
    free: '2026-11-14T04:59',
    zone: newYork,
    country: 'US',
    due: '2026-11-14T04:59',
    by: 'country',
  },
  // A tie: the rung itself falls on the payday, and keeps its own hour.
  {
    first: '2026-11-10T15:00',
    step: 'retry-2',
    free: '2026-11-12T11:00',
    zone: newYork,
    country: 'US',
    due: '2026-11-13T15:00',
    by: 'ladder',
  },
  // The final rung comes earlier as well, never later: day 10 would be the 16th.
  {
    first: '2026-11-06T15:00',
    step: 'final',
    free: '2026-11-13T11:00',
    zone: newYork,
    country: 'US',
    due: '2026-11-13T15:00',
    by: 'country',
  },
  {
    first: '2026-11-06T15:00',
    step: 'final',
    free: '2026-11-14T11:00',
    zone: newYork,
    country: 'US',
    due: '2026-11-16T15:00',
    by: 'ladder',
  },
  // No wages are booked at four in the morning.
  {
    first: '2026-11-09T09:00',
    step: 'retry-3',
    free: '2026-11-13T06:00',
    zone: newYork,
    country: 'US',
    due: '2026-11-13T14:00',
    by: 'country',
  },
  // The last working day of August in Britain: Monday the 31st is a bank holiday, so Friday the 28th.
  {
    first: '2026-08-24T10:00',
    step: 'retry-3',
    free: '2026-08-28T06:00',
    zone: 'Europe/London',
    country: 'GB',
    due: '2026-08-28T10:00',
    by: 'country',
  },
  {
    first: '2026-08-24T10:00',
    step: 'retry-2',
    free: '2026-08-26T06:00',
    zone: 'Europe/London',
    country: 'GB',
    due: '2026-08-27T10:00',
    by: 'ladder',
  },
  // Clocks go back between the first failure and the payday: ten o'clock stays ten o'clock.
  {
    first: '2026-10-27T14:00',
    step: 'final',
    free: '2026-11-03T11:00',
    zone: newYork,
    country: 'US',
    due: '2026-11-06T14:00',
    by: 'ladder',
  },
  {
    first: '2026-10-23T09:00',
    step: 'final',
    free: '2026-10-30T06:00',
    zone: 'Europe/London',
    country: 'GB',
    due: '2026-10-30T09:00',
    by: 'country',
  },
  // Clocks go forward on 28 March 2027: London is an hour ahead of Greenwich on the 31st.
  {
    first: '2027-03-26T10:00',
    step: 'retry-3',
    free: '2027-03-30T06:00',
    zone: 'Europe/London',
    country: 'GB',
    due: '2027-03-31T10:00',
    by: 'country',
  },
  // The 25th in Tokyo, from nine in the morning, which is midnight in Greenwich.
  {
    first: '2026-11-21T20:00',
    step: 'retry-3',
    free: '2026-11-24T16:00',
    zone: 'Asia/Tokyo',
    country: 'JP',
    due: '2026-11-25T00:00',
    by: 'country',
  },
  // Nobody's calendar.
  {
    first: '2026-11-09T15:00',
    step: 'retry-3',
    free: '2026-11-13T11:00',
    zone: newYork,
    country: undefined,
    due: '2026-11-15T15:00',
    by: 'ladder',
  },
  {
    first: '2026-11-09T15:00',
    step: 'retry-3',
    free: '2026-11-13T11:00',
    zone: newYork,
    country: 'NZ',
    due: '2026-11-15T15:00',
    by: 'ladder',
  },
];

describe('timingOf', () => {
  it.each(rows)(
    '$country $step of $first, card free from $free: $due by the $by',
    ({ first, step, free, zone, country, due, by }) => {
      const timing = timingOf(step, recovery(clock(first)), { cardFreeAt: clock(free) }, ladderIn(zone, country));
      expect([short(timing.due), timing.by]).toEqual([due, by]);
    },
  );

  it.each([
    ['another class', { class: 'UNKNOWN' }, {}, {}],
    ['a policy that is off', {}, { payday: { enabled: false } }, {}],
    ['a card nobody asked about', {}, {}, { cardFreeAt: undefined }],
  ])('leaves a rung on the ladder for %s', (_, over, config, sight) => {
    const first = clock('2026-11-09T15:00');
    const seen = { cardFreeAt: clock('2026-11-13T11:00'), ...sight };
    const timing = timingOf('retry-3', recovery(first, over), seen, ladderIn(newYork, 'US', config));
    expect([short(timing.due), timing.by]).toEqual(['2026-11-15T15:00', 'ladder']);
  });

  it('asks the card before the country, and the customer before both', () => {
    const first = clock('2026-11-09T15:00');
    const paidOn = ['2026-08-12T15:00', '2026-09-12T15:00', '2026-10-12T15:00'].map(clock);
    const seen = { cardFreeAt: clock('2026-11-11T06:00'), paidOn };
    const promise = { on: '2026-11-14', at: toIso(first), by: 'ada' };
    const us = ladderIn(newYork, 'US');
    expect(timingOf('retry-2', recovery(first), seen, us)).toMatchObject({
      by: 'ladder',
      due: clock('2026-11-12T15:00'),
    });
    expect(timingOf('retry-3', recovery(first), seen, us)).toMatchObject({
      by: 'card',
      due: clock('2026-11-12T15:00'),
      why: '2026-11-12: this card has paid on the 12th before (3 payments)',
    });
    expect(timingOf('retry-2', recovery(first, { promise }), seen, us)).toMatchObject({
      by: 'promise',
      due: clock('2026-11-14T15:00'),
    });
  });

  it('keeps to the attempt window of a moved day', () => {
    const over = { attemptWindow: { enabled: true, from: '10:00', to: '16:00' } };
    const first = clock('2026-11-10T02:00'); // nine in the evening of the 9th
    const seen = { cardFreeAt: clock('2026-11-13T06:00') };
    expect(timingOf('retry-3', recovery(first), seen, ladderIn(newYork, 'US', over))).toMatchObject({
      by: 'country',
      due: clock('2026-11-13T15:00'),
    });
  });
});

const zones = [
  newYork,
  'America/Los_Angeles',
  'Europe/London',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
];
const countries = ['US', 'CA', 'GB', 'DE', 'NL', 'IT', 'AU', 'JP', 'BR', 'IN', 'SE'];
const day: Duration = { days: 1 };

const lives = fc.record({
  first: fc.integer({ min: clock('2026-01-01T00:00') / 60_000, max: clock('2029-01-01T00:00') / 60_000 }),
  zone: fc.constantFrom(...zones),
  country: fc.constantFrom(...countries),
  step: fc.constantFrom(...attemptSteps),
  freeHours: fc.integer({ min: 20, max: 400 }),
  paidDaysAgo: fc.array(fc.integer({ min: 1, max: 390 }), { maxLength: 8 }),
  promiseDay: fc.option(fc.integer({ min: 0, max: 20 })),
  window: fc.boolean(),
});

describe('timingOf, for any life', () => {
  it('keeps the gap, is never later than the ladder but for a promise, and passes neither day 10 nor day 14', () => {
    fc.assert(
      fc.property(lives, ({ first: minutes, zone, country, step, freeHours, paidDaysAgo, promiseDay, window }) => {
        const first = instant(minutes * 60_000);
        const ladder = ladderIn(zone, country, { attemptWindow: { enabled: window } });
        const cardFreeAt = later(first, { hours: freeHours });
        const paidOn = paidDaysAgo.map((days) => later(first, { days: -days }));
        const on = promiseDay === null ? undefined : localDate(later(first, { days: promiseDay }), zone);
        const life = recovery(first, on ? { promise: { on, at: toIso(first), by: 'ada' } } : {});
        const { due, by, closes } = timingOf(step, life, { cardFreeAt, paidOn }, ladder);

        const usual = timingOf(step, { ...life, class: 'UNKNOWN' }, { cardFreeAt }, ladder);
        expect(due).toBeGreaterThanOrEqual(cardFreeAt);
        if (by === 'card' || by === 'country')
          expect(localDate(due, zone) < localDate(startOf(step, life, ladder), zone)).toBe(true);
        if (by === 'ladder') expect(due).toBe(usual.due);
        if (by === 'promise') expect(localDate(due, zone)).toBe(on);
        // A rung that is due at its closing or later is passed over: nothing is charged past the closing.
        const last = step === 'final' ? startOf('pause', life, ladder) : startOf('final', life, ladder);
        expect(closes).toBeLessThanOrEqual(last);
      }),
      { numRuns: 400 },
    );
  });
});

describe('timingOf, rung after rung', () => {
  it('charges at most four times, each a gap after the last, the last before the pause', () => {
    fc.assert(
      fc.property(lives, ({ first: minutes, zone, country, paidDaysAgo }) => {
        const first = instant(minutes * 60_000);
        const ladder = ladderIn(zone, country);
        const paidOn = paidDaysAgo.map((days) => later(first, { days: -days }));
        const life = recovery(first);
        let last: Instant = first;
        let made = 0;
        for (const step of attemptSteps) {
          const { due, closes } = timingOf(step, life, { cardFreeAt: later(last, ladder.minimumGap), paidOn }, ladder);
          if (due >= closes) continue;
          expect(due).toBeGreaterThanOrEqual(later(last, { hours: 20 }));
          expect(due).toBeLessThanOrEqual(latest(startOf(step, life, ladder), later(last, { hours: 20 })));
          last = due;
          made += 1;
        }
        expect(made).toBeLessThanOrEqual(4);
        expect(last).toBeLessThanOrEqual(later(first, { days: 10 }));
        expect(later(last, day)).toBeLessThan(startOf('pause', life, ladder));
      }),
      { numRuns: 300 },
    );
  });
});

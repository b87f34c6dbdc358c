import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimCard, loadCardRow, recordOwnAttempt, reserveAttempt } from '../../../lambdas/billing/card-budget.ts';
import { type Claim, claimsAhead, goesBefore, type Rank, yieldTo } from '../../../lambdas/billing/card-claims.ts';
import { type Duration, type Instant, after as later, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { Desk, T } from '../cases/desk.ts';

const at = (elapsed: Duration): Instant => later(T, elapsed);
const hours = (count: number): Instant => at({ hours: count });
const rank = (of: string, over: Partial<Rank> = {}): Rank => ({
  case: of,
  value: 4900,
  since: toIso(T),
  lost: 0,
  ...over,
});
const claim = (due: number, over: Partial<Claim> = {}): Claim => ({
  ...rank('other', { value: 9900 }),
  due: toIso(hours(due)),
  until: toIso(hours(due + 1)),
  ...over,
});
const gap = { hours: 20 };

describe('goesBefore', () => {
  it.each<[string, Partial<Rank>, Partial<Rank>, boolean]>([
    ['the higher value', { value: 5000 }, { value: 4999 }, true],
    ['the lower value', { value: 4999 }, { value: 5000 }, false],
    ['of two alike the older', { since: toIso(at({ seconds: -1 })) }, {}, true],
    ['of two alike the younger', { since: toIso(at({ seconds: 1 })) }, {}, false],
    ['who lost a step, against a higher value', { lost: 1, value: 1 }, {}, true],
    ['who lost fewer', { lost: 1, value: 1 }, { lost: 2 }, false],
    ['of twins the first by name', { case: 'a' }, { case: 'b' }, true],
    ['nobody before itself', { case: 'a', value: 9 }, { case: 'a' }, false],
  ])('%s', (_name, one, other, first) => {
    expect(goesBefore(rank('x', one), rank('y', other))).toBe(first);
  });
});

describe('yieldTo', () => {
  it.each<[string, Claim[], number, number | undefined, number]>([
    ['nobody', [], 24, undefined, 0],
    ['one just outside the gap after', [claim(44)], 24, undefined, 0],
    ['one just inside the gap after', [claim(43.99)], 24, 63.99, 43.99 + 1 / 60],
    ['one of the same instant', [claim(24)], 24, 44, 24 + 1 / 60],
    ['one inside the gap before', [claim(10)], 24, 30, 10 + 1 / 60],
    ['one just outside the gap before', [claim(4)], 24, undefined, 0],
    ['two in a row', [claim(25), claim(50)], 24, 70, 25 + 1 / 60],
  ])('gives way to %s', (_name, claims, wanted, free, look) => {
    const yielded = yieldTo(claims, hours(wanted), gap, T);

    expect(yielded?.free).toBe(free === undefined ? undefined : hours(free));
    if (yielded) expect(Math.abs(yielded.look - hours(look))).toBeLessThan(1000);
  });

  it('looks again when a claim that is late lapses, and forgets one that has', () => {
    const late = claim(24);

    expect(yieldTo([late], hours(24.5), gap, hours(24.5))).toEqual({ free: hours(44), look: hours(25) });
    expect(claimsAhead([late], rank('me'), hours(24.99))).toEqual([late]);
    expect(claimsAhead([late], rank('me'), hours(25))).toEqual([]);
  });
});

const rules = { minimumGap: gap, caps: [{ max: 5, within: { days: 30 } }] };

describe('reserveAttempt', () => {
  it('refuses the card to the lower value while the higher is about to charge it, and never longer than its claim', async () => {
    const { ports, pass } = desk();
    await claimCard(ports, 'fp', rank('high', { value: 9900 }), hours(10));
    const low = () => reserveAttempt(ports, 'fp', 'k-low', rules, rank('low'));

    expect(await low()).toEqual({ kind: 'refused', until: at({ hours: 10, minutes: 1 }), why: 'yields' });
    pass({ hours: 10, minutes: 59 });
    expect(await low()).toEqual({ kind: 'refused', until: hours(11), why: 'yields' });
    pass({ minutes: 1 });
    expect(await low()).toEqual({ kind: 'granted' });
  });

  it('grants it at once when the claim is withdrawn, and to the higher value in spite of a lower claim', async () => {
    const { ports } = desk();
    await claimCard(ports, 'fp', rank('high', { value: 9900 }), hours(1));
    await claimCard(ports, 'fp', rank('low'), T);
    await claimCard(ports, 'fp', rank('high', { value: 9900 }), undefined);

    expect((await loadCardRow(ports, 'fp')).claims).toMatchObject([{ case: 'low' }]);
    expect(await reserveAttempt(ports, 'fp', 'k', rules, rank('middle', { value: 5000 }))).toEqual({ kind: 'granted' });
  });

  it('keeps gap and cap under any interleaving of two to four cases, and starves none of them', async () => {
    const step = fc.record({ who: fc.nat({ max: 3 }), hours: fc.integer({ min: 0, max: 9 }), crash: fc.boolean() });
    const worth = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(worth, fc.array(step, { minLength: 12, maxLength: 30 }), async (values, steps) => {
        const { ports, pass, now } = desk();
        const wide = { ...rules, caps: [{ max: 5, within: { days: 4 } }] };
        const charged: { who: number; at: Instant }[] = [];
        const wanting = values.map((value, who) => rank(`case-${who}`, { value }));
        for (const [index, { who: any, hours: waited, crash }] of steps.entries()) {
          pass({ hours: waited, minutes: 1 });
          const who = any % values.length;
          const own = wanting[who] ?? rank('x');
          const key = `k${index}`;
          // Several visits at once: only one of them may have the slot.
          const both = await Promise.all([
            reserveAttempt(ports, 'fp', key, wide, own),
            reserveAttempt(ports, 'fp', `${key}-b`, wide, { ...own, case: `${own.case}-b` }),
          ]);
          const won = both.filter(({ kind }) => kind === 'granted').length;
          expect(won).toBeLessThan(2);
          if (won === 0) await claimCard(ports, 'fp', own, later(now(), { hours: 3 }));
          else charged.push({ who, at: now() });
          if (won > 0 && !crash) await recordOwnAttempt(ports, { budget: 'fp', key, at: toIso(now()), outcome: 'x' });
        }
        const instants = charged.map((one) => one.at);
        for (const [index, instant] of instants.entries()) {
          expect(instant - (instants[index - 1] ?? -1e12)).toBeGreaterThanOrEqual(20 * 3_600_000);
          expect(
            instants.filter((other) => other <= instant && instant - other < 4 * 86_400_000).length,
          ).toBeLessThanOrEqual(5);
        }
        // However it was interleaved, whoever waits long enough is let through: a claim lives for an hour after its time.
        pass({ days: 5 });
        expect(await reserveAttempt(ports, 'fp', 'last', wide, rank('poorest', { value: 0 }))).toEqual({
          kind: 'granted',
        });
      }),
      { seed: 7, numRuns: 20 },
    );
  });
});

function desk() {
  const one = new Desk();
  return { ports: one.ports, pass: (elapsed: Duration) => one.pass(elapsed), now: () => parseInstant(toIso(one.now)) };
}

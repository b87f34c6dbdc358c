import { parseDuration } from '../kernel/config/duration.ts';
import { stableFraction } from '../kernel/ids.ts';
import {
  after,
  type Duration,
  type Instant,
  instant,
  milliseconds,
  parseInstant,
  toIso,
  toSeconds,
} from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Context } from './context.ts';
import { attemptSteps } from './ladder.ts';
import { recordChange } from './record.ts';
import { answer, type Performed, store } from './step-answer.ts';

/** The calendar's own attempts; what a customer has just done is not kept waiting. */
const isPlanned = (name: string): boolean => attemptSteps.some((step) => step === name) || name.startsWith('tail-');

/**
 * A planned attempt that falls due in one minute with more than `ladder.jitter.above` others waits its own time, ten
 * minutes at most; undefined: it goes now. Told to wait once, it goes when that is over, however many are due by then.
 */
export async function spreadOut(name: string, context: Context, ports: Ports): Promise<Performed | undefined> {
  if (!isPlanned(name)) return undefined;
  const { recovery, config, now, row } = context;
  const { spread } = recovery;
  if (spread?.name === name) {
    const until = parseInstant(spread.until);
    return now < until ? answer('WAIT', context, toIso(until), 'burst') : undefined;
  }
  const { above, per, max } = config.ladder.jitter;
  if ((await placeIn(now, parseDuration(per), ports)) <= above) return undefined;
  const wait = offsetOf([row.account, row.sk, String(row.run), name], parseDuration(max));
  const data = { ...recovery, spread: { name, until: toIso(after(now, wait)) } };
  return store(context, recordChange(context, data, []), ports);
}

/** How many have fallen due in this minute, this one included: one atomic count on the minute's own row. */
export async function placeIn(now: Instant, per: Duration, { rows }: Pick<Ports, 'rows'>): Promise<number> {
  const length = milliseconds(per);
  const minute = toIso(instant(now - (now % length)));
  const written = await rows.update(
    { pk: `BURST#${minute}`, sk: 'BURST' },
    {
      set: [
        ['entity', 'burst'],
        ['ttl', toSeconds(after(now, kept))],
      ],
      add: [['attempts', 1]],
    },
  );
  return Number(written.item?.attempts ?? 0);
}

/** The row has no use once its minute is over; a day lets a person look at it. */
const kept = { days: 1 } as const;

/** Its own time of at most `max`, the same however often it is asked: by the case and the step, not by chance. */
export const offsetOf = (names: readonly string[], max: Duration): Duration => ({
  milliseconds: Math.ceil((stableFraction('spread', ...names) * milliseconds(max)) / 1000) * 1000,
});

import { after, type Duration, type Instant, latest } from '../kernel/instant.ts';

/** A hold lasts as promised from the pause as it really happened, never from the day it was planned for. */
export const holdEnd = (planned: Instant, pausedAt: Instant | undefined, held: Duration): Instant =>
  after(pausedAt === undefined ? planned : latest(planned, pausedAt), held);

import { instant } from '../kernel/instant.ts';
import type { Clock } from '../kernel/ports.ts';

/** The only real clock. */
export const wallClock: Clock = { now: () => instant(Date.now()) };

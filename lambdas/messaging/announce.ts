import { type Instant, milliseconds } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';

/** SQS delays at most 15 minutes; what is due later is found by the sweep a minute before. */
const longestDelay = milliseconds({ minutes: 15 });

/** Tells the dispatcher of a message, to the second. Losing this word costs at most a minute: the row stands in the due index. */
export async function announce(
  ports: Pick<Ports, 'clock' | 'queues'>,
  account: string,
  key: string,
  due: Instant,
): Promise<void> {
  const wait = due - ports.clock.now();
  if (wait > longestDelay) return;
  const delaySeconds = Math.max(0, Math.ceil(wait / 1000));
  await ports.queues.send('outbox', JSON.stringify({ account, key }), { delaySeconds });
}

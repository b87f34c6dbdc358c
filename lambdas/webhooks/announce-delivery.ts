import type { Ports } from '../kernel/ports.ts';
import type { Key } from '../kernel/rows.ts';

/** The longest delay SQS knows; what rests longer is found by the sweep. */
export const longestDelay = 900;

/** Tells the worker of a row; losing it costs a minute, since the row stands in the due index. */
export const announceDelivery = (
  { pk, sk }: Key,
  delaySeconds: number,
  { queues }: Pick<Ports, 'queues'>,
): Promise<void> => queues.send('webhooks-out', JSON.stringify({ pk, sk }), { delaySeconds });

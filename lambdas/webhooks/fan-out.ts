import type { RetentionConfig } from '../kernel/config/index.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent } from '../kernel/rows.ts';
import { announceDelivery } from './announce-delivery.ts';
import { endpointId, newDelivery } from './delivery.ts';
import { type Happened, payloadOf } from './payload.ts';

/** One row for each endpoint that wants it, then a message each: one that is slow keeps no other waiting. */
export async function fanOut(happened: Happened, ports: Ports): Promise<void> {
  const { livemode } = ports.stage;
  const body = payloadOf(happened, livemode);
  if (body === undefined) return;
  const { config } = await ports.policies.current();
  for (const { url } of wanting(happened.type, livemode, config)) {
    const { account, id: event, type } = happened;
    const row = newDelivery({ account, endpoint: endpointId(url), event, type, body }, ports.clock.now());
    const written = await ports.rows.put(row, ifAbsent);
    if (written.kind === 'done') await announceDelivery(row, 0, ports);
  }
}

const wanting = (type: string, livemode: boolean, { webhooks }: Pick<RetentionConfig, 'webhooks'>) =>
  webhooks.filter((one) => one.livemode === livemode && one.events.some((event) => event === type));

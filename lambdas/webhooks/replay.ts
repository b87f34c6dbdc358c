import { BadInput } from '../kernel/failures.ts';
import { SHARDS } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { parseInstant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Item } from '../kernel/rows.ts';
import type { By } from '../ops/commands.ts';
import { announceDelivery } from './announce-delivery.ts';
import { begunAgain, deliveryList, parseDelivery } from './delivery.ts';
import { endpointKey } from './endpoint.ts';

/** An instant: everything since then. Anything else is the id of one event, as the bus and the payload have it. */
export function whichOf(what: string): { readonly since: Instant } | { readonly event: string } {
  if (!/^\d{4}-\d{2}-\d{2}/.test(what)) return { event: what };
  try {
    return { since: parseInstant(what) };
  } catch {
    throw new BadInput(`"${what}" is no instant: write it like 2026-11-10T09:00:00Z, or give an event's id`);
  }
}

/**
 * Sends again under the same ids, whatever became of it before; a receiver that keeps `webhook-id` acts once. An endpoint
 * that was disabled is tried again: a person says it works.
 */
export async function replayWebhook(
  what: string,
  by: By,
  ports: Pick<Ports, 'rows' | 'queues' | 'clock'>,
): Promise<number> {
  const which = whichOf(what);
  const at = toIso(ports.clock.now());
  const act = 'replay-webhook';
  await ports.rows.put({ pk: 'WEBHOOKS', sk: `ACT#${at}#${act}`, entity: 'act', act, at, what, ...by });
  const from = 'since' in which ? toIso(which.since) : '0';
  let count = 0;
  for (let shard = 0; shard < SHARDS; shard += 1) {
    for await (const item of listed(deliveryList(shard), from, ports)) {
      if ('event' in which && item.event !== which.event) continue;
      await again(item, ports);
      count += 1;
    }
  }
  return count;
}

async function again(item: Item, ports: Pick<Ports, 'rows' | 'queues' | 'clock'>): Promise<void> {
  const row = parseDelivery(item);
  await ports.rows.remove(endpointKey(row.endpoint));
  await ports.rows.update({ pk: row.pk, sk: row.sk }, begunAgain(row, ports.clock.now()));
  await announceDelivery(row, 0, ports);
}

/** Those that were made at `start` or later. */
async function* listed(pk: string, start: string, { rows }: Pick<Ports, 'rows'>): AsyncGenerator<Item> {
  let from: string | undefined;
  do {
    const sk = { from: start, to: '\uffff' };
    const page = await rows.query({ index: 'list', pk, sk, ...(from === undefined ? {} : { from }) });
    yield* page.items;
    from = page.next;
  } while (from !== undefined);
}

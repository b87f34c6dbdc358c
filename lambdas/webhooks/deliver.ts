import type { WebhookEndpoint } from '../kernel/config/webhooks.ts';
import { after, latest, parseInstant } from '../kernel/instant.ts';
import type { Ports, Sent } from '../kernel/ports.ts';
import type { Change, Key } from '../kernel/rows.ts';
import { announceDelivery, longestDelay } from './announce-delivery.ts';
import { claimed, type Delivery, endpointId, isDue, parseDelivery, settled, tried } from './delivery.ts';
import { isDisabled, noteFailure, noteSuccess } from './endpoint.ts';
import { signedHeaders } from './payload.ts';
import { dueOfTry } from './retry-plan.ts';

/**
 * One try of one delivery. Claimed, sent, marked, each stored before the next: a worker that dies after sending has sent,
 * and the next one sends again under the same id (at least once, never a loss).
 */
export async function deliver(key: Key, ports: Ports): Promise<void> {
  const found = await ports.rows.get(key);
  const row = found && parseDelivery(found);
  if (!row || !isDue(row, ports.clock.now())) return;
  const endpoint = await endpointOf(row, ports);
  if (!endpoint) return giveUp(row, 'the endpoint is not configured any more', ports);
  if (await isDisabled(row.endpoint, ports)) return giveUp(row, 'the endpoint is disabled', ports);
  const keys = await ports.signingKeys.of(endpoint.secret);
  const mine = await written(row, claimed(row, ports.clock.now()), ports);
  if (mine) await attempt(mine, { ...endpoint, keys }, ports);
}

type Armed = WebhookEndpoint & { readonly keys: readonly string[] };

async function endpointOf({ endpoint }: Delivery, { policies }: Ports): Promise<WebhookEndpoint | undefined> {
  const { config } = await policies.current();
  const found = config.webhooks.find(({ url }) => endpointId(url) === endpoint);
  return found && { ...found, events: [...found.events] };
}

async function attempt(row: Delivery, endpoint: Armed, ports: Ports): Promise<void> {
  const headers = signedHeaders(row.event, row.body, { keys: endpoint.keys, now: ports.clock.now() });
  const sent = await ports.outbound.send({ method: 'POST', url: endpoint.url, headers, body: row.body });
  const says = sent.kind === 'answered' ? `it answered ${sent.status}` : sent.why;
  ports.log.info('webhook tried', { account: row.account, type: row.type, attempt: row.tries, outcome: says });
  if (isTaken(sent)) return delivered(row, says, ports);
  await failed(row, says, ports);
  const gone = sent.kind === 'answered' && sent.status === 410;
  await noteFailure(row.endpoint, endpoint.url, { days: endpoint.disableAfterDays, gone, says }, ports);
}

/** Any 2xx; a redirect is not followed, since it would take the signed text to an address nobody configured. */
const isTaken = (sent: Sent): boolean => sent.kind === 'answered' && sent.status >= 200 && sent.status < 300;

async function delivered(row: Delivery, says: string, ports: Ports): Promise<void> {
  await written(row, settled(row, 'DELIVERED', { at: ports.clock.now(), says }), ports);
  await noteSuccess(row.endpoint, ports);
}

async function failed(row: Delivery, says: string, ports: Ports): Promise<void> {
  const now = ports.clock.now();
  const next = dueOfTry(row.tries, parseInstant(row.begun), row.sk);
  if (next === undefined) return giveUp(row, `${says}, at the last of ${row.tries} tries`, ports);
  // Planned instants that passed while nobody worked are made up for one by one, not in one breath.
  const due = latest(next, after(now, { seconds: 5 }));
  if (!(await written(row, tried(row, { at: now, says }, due), ports))) return;
  const seconds = Math.ceil((due - now) / 1000);
  if (seconds <= longestDelay) await announceDelivery(row, seconds, ports);
}

async function giveUp(row: Delivery, says: string, ports: Ports): Promise<void> {
  ports.log.warn('webhook given up', { account: row.account, type: row.type, attempt: row.tries, why: says });
  await written(row, settled(row, 'GIVEN_UP', { at: ports.clock.now(), says }), ports);
}

/** Undefined: somebody else wrote first, and goes on with it. */
async function written({ pk, sk }: Key, change: Change, { rows }: Ports): Promise<Delivery | undefined> {
  const answer = await rows.update({ pk, sk }, change);
  return answer.kind === 'done' ? parseDelivery(answer.item) : undefined;
}

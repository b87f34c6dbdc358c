import type { StripeObject } from './objects.ts';
import type { StripeEvent } from './types.ts';
import { copy, type World } from './world.ts';

/** The version the fake speaks: the one stripe 23.1.0 pins. */
export const API_VERSION = '2026-10-28.endive';

/** The events endpoint goes back 30 days (Stripe's API reference). */
const KEPT_SECONDS = 30 * 86_400;

/** Emits one event with the object as it is now, and keeps it for `GET /v1/events`. */
export function emit(
  world: World,
  type: string,
  object: StripeObject | Record<string, unknown>,
  previous?: Record<string, unknown>,
): void {
  if (world.silent) return;
  const snapshot = copy(object) as Record<string, unknown>;
  const event: StripeEvent = {
    id: world.id('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: world.seconds,
    data: { object: snapshot, ...(previous === undefined ? {} : { previous_attributes: copy(previous) }) },
    livemode: world.livemode,
    pending_webhooks: 1,
    request: { id: world.cause?.request ?? null, idempotency_key: world.cause?.idempotencyKey ?? null },
    type,
  };
  if (typeof snapshot.id === 'string') world.state.touched.set(snapshot.id, world.seconds);
  keep(world, event);
  // The snapshot is shared with the receiver, who must not change it; a second copy would double the cost.
  world.emit(event);
}

function keep(world: World, event: StripeEvent): void {
  const { events } = world.state;
  events.set(event.id, event);
  for (const [id, old] of events) {
    if (old.created > world.seconds - KEPT_SECONDS) break;
    events.delete(id);
  }
}

/** Applies the fields that differ and returns their old values; undefined when nothing differed. */
export function change<T extends StripeObject>(object: T, fields: Partial<T>): Record<string, unknown> | undefined {
  const previous: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || same(object[name], value)) continue;
    previous[name] = object[name] ?? null;
  }
  if (Object.keys(previous).length === 0) return undefined;
  const kept = copy(previous);
  Object.assign(object, fields);
  return kept;
}

const same = (one: unknown, other: unknown): boolean =>
  one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));

/** Changes an object and says so in one `*.updated` event; silent when nothing differs, as Stripe is. */
export function update<T extends StripeObject>(world: World, type: string, object: T, fields: Partial<T>): boolean {
  const previous = change(object, fields);
  if (previous === undefined) return false;
  emit(world, type, object, previous);
  return true;
}

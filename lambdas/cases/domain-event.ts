import type { Effect } from './effect.ts';

/** What the user's own integrations hear on the bus: named after what it is about, so that a repeat has the same id. */
export function domainEvent(
  type: string,
  { account, subscription, since }: { readonly account: string; readonly subscription: string; readonly since: string },
  detail: Readonly<Record<string, unknown>>,
): Effect {
  const id = `${type}/${account}/${subscription}/${since}`;
  return { kind: 'event', id, type, account, detail: { subscription, ...detail } };
}

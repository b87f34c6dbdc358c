import { instant, parseInstant, toIso } from '../../lambdas/kernel/instant.ts';
import { type Address, addressKey, parseAddress } from '../../lambdas/messaging/address.ts';
import type { World } from '../world/world.ts';
import type { Story } from './read-story.ts';
import { pendingAtStripe } from './stripe-timers.ts';
import { byText, rowsOf, runsOf } from './table-rows.ts';

export function accountsOf(world: World): Record<string, unknown> {
  return Object.fromEntries(
    rowsOf(world, 'account').map((row) => [
      String(row.account),
      {
        status: row.status,
        tier: row.tier,
        stage: null,
        health: null,
        openSignals: [],
        banner: row.banner ?? null,
      },
    ]),
  );
}

export function pendingOf(world: World): Record<string, unknown>[] {
  const none = { account: null, journey: null, key: null };
  const waits = runsOf(world).flatMap(({ account, journey, subject, run, status, wait }) =>
    wait && status !== 'closed'
      ? [{ due: wait.due, account, journey, what: wait.state, key: `${journey}/${subject}/${run}` }]
      : [],
  );
  const planned = [...world.simulator.queue.pending(), ...pendingAtStripe(world)].map(({ due, what }) => ({
    due: toIso(instant(due)),
    ...none,
    what,
  }));
  return [...waits, ...planned].sort(byText((one) => `${one.due}|${one.account ?? '~'}|${one.what}`));
}

/** Per known address: what keeps mail from it, and how much it got. */
export function addressesOf(world: World, story: Story): Record<string, unknown> {
  const rows = new Map(rowsOf(world, 'address').map((row) => [String(row.pk), row]));
  const emails = new Set(story.accounts.flatMap(({ contacts }) => contacts.map(({ email }) => email)));
  return Object.fromEntries(
    [...emails].sort().map((email) => {
      const row = rows.get(addressKey(email).pk);
      const address = row && parseAddress({ ...row, pk: String(row.pk), sk: String(row.sk) });
      const sent = (days: number) => sentWithin(address, days, story.end);
      return [
        email,
        { suppressed: address?.suppressed ?? null, topics: [], sent24h: sent(1), sent7d: sent(7), sent30d: sent(30) },
      ];
    }),
  );
}

const sentWithin = (address: Address | undefined, days: number, now: number): number =>
  (address?.slots ?? []).filter(({ at, state }) => state === 'sent' && parseInstant(at) > now - days * 86_400_000)
    .length;

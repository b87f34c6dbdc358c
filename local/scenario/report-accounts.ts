import { parseInstant } from '../../lambdas/kernel/instant.ts';
import { type Address, addressKey, parseAddress } from '../../lambdas/messaging/address.ts';
import type { World } from '../world/world.ts';
import type { Story } from './read-story.ts';
import { rowsOf } from './table-rows.ts';

/** Present and empty until scoring is built: a reader of the report finds every field. */
const notScored = { score: null, exact: null, tier: null, coverage: null, contributions: [] } as const;

export function accountsOf(world: World): Record<string, unknown> {
  return Object.fromEntries(
    rowsOf(world, 'account').map((row) => [
      String(row.account),
      {
        status: row.status,
        tier: row.tier,
        stage: null,
        health: notScored,
        onboarding: null,
        openSignals: [],
        banner: row.banner ?? null,
      },
    ]),
  );
}

/** Per known address: what keeps mail from it, what it agreed to, and how much it got until the end of the story. */
export function addressesOf(world: World, story: Story): Record<string, unknown> {
  const rows = new Map(rowsOf(world, 'address').map((row) => [String(row.pk), row]));
  const contacts = story.accounts.flatMap((account) => account.contacts);
  const emails = new Set(contacts.map(({ email }) => email));
  return Object.fromEntries(
    [...emails].sort().map((email) => {
      const row = rows.get(addressKey(email).pk);
      const address = row && parseAddress({ ...row, pk: String(row.pk), sk: String(row.sk) });
      const topics = contacts.flatMap((one) => (one.email === email ? (one.consent?.topics ?? []) : []));
      const sent = (days: number) => sentWithin(address, days, story.end);
      return [
        email,
        {
          suppressed: address?.suppressed ?? null,
          heldUntil: address?.heldUntil ?? null,
          topics: [...new Set(topics)],
          sent24h: sent(1),
          sent7d: sent(7),
          sent30d: sent(30),
        },
      ];
    }),
  );
}

const sentWithin = (address: Address | undefined, days: number, now: number): number =>
  (address?.slots ?? []).filter(({ at, state }) => state === 'sent' && parseInstant(at) > now - days * 86_400_000)
    .length;

import { after, type Duration, type Instant, toIso } from '../../lambdas/kernel/instant.ts';
import { messageDue, messageKey } from '../../lambdas/messaging/outbox.ts';
import type { World } from '../../local/world/world.ts';
import { at, pass, T } from './world.ts';

const accountKey = { pk: 'A#acme', sk: 'ACCOUNT' };

/**
 * Mails that are queued at `when` do not leave before `until`: the account is on hold for their first look, and what
 * would ask again every ten minutes sleeps instead, so that days pass quickly.
 */
export async function keepBack(world: World, when: Duration, until: Duration): Promise<void> {
  const { rows } = world.ports;
  await pass(world, { milliseconds: after(T, when) - T - 1000 });
  await rows.update(accountKey, { set: [['held', { by: 'ines', at: at(when), reason: 'a call' }]] });
  await pass(world, { milliseconds: after(T, when) - T + 1000 });
  for (const item of [...world.table.items()].filter(isWaiting)) {
    const key = String(item.key);
    const due: Instant = after(T, until);
    const set = [['due', toIso(due)] as const, ...messageDue('acme', key, due)];
    await rows.update(messageKey('acme', key), { set, add: [['version', 1]] });
  }
  await rows.update(accountKey, { remove: ['held'] });
}

const isWaiting = (item: Readonly<Record<string, unknown>>): boolean =>
  item.entity === 'message' && item.status === 'PENDING';

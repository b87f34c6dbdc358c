import { loadAccount } from '../accounts/load-account.ts';
import { type Case, parseCase } from '../cases/case.ts';
import { raiseNews } from '../cases/news.ts';
import { openCases } from '../cases/open-cases.ts';
import { todaysMode } from '../cases/todays-mode.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { wordsOf } from '../kernel/log.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Item, Key } from '../kernel/rows.ts';
import { brakeKey } from '../messaging/brake.ts';

/** Which configuration and which release of the brake the sweep has seen last, and how many configurations before it. */
export const configSeenKey: Key = { pk: 'CONFIG#seen', sk: 'CONFIG' };

/** What may have changed for a case from outside, since the sweep before. */
interface Switch {
  readonly config: RetentionConfig;
  /** The event of a new configuration. */
  readonly deploy?: string;
  /** The brake was released: whatever was parked while it held is told. */
  readonly release?: { readonly event: string; readonly pausedAt: string };
}

/**
 * A deploy is no event of any case, and neither is the end of a pause. The sweep sees that the configuration is another
 * one, or that the brake is off again, and wakes the cases it concerns, so that a switch shows within a minute and not at
 * their next step (decision 0005).
 */
export async function noticeSwitch(ports: Ports): Promise<void> {
  const { hash, config } = await ports.policies.current();
  const [seen, brake] = [await ports.rows.get(configSeenKey), await ports.rows.get(brakeKey)];
  const deployed = seen?.hash !== hash;
  const released = brake?.on === false && brake.pausedAt !== undefined && seen?.released !== brake.at;
  if (!deployed && !released) return;
  const n = Number(seen?.n ?? 0) + (deployed ? 1 : 0);
  const switched: Switch = {
    config,
    ...(deployed ? { deploy: `config:${n}` } : {}),
    ...(released ? { release: { event: `resume-all:${String(brake.at)}`, pausedAt: String(brake.pausedAt) } } : {}),
  };
  for await (const item of openCases(ports.rows)) await wakeIfSwitched(item, switched, ports);
  // Last: a sweep that dies in between begins again, and a case that was woken knows the event.
  await ports.rows.put({
    ...configSeenKey,
    entity: 'config-seen',
    hash,
    n,
    released: released ? brake.at : seen?.released,
  });
}

/** One row that fails is no reason to look at all of them every minute: its news, if it was raised, is told by the sweep. */
async function wakeIfSwitched(item: Item, { config, deploy, release }: Switch, ports: Ports): Promise<void> {
  if (item.mode !== 'live') return;
  try {
    const row = parseCase(item);
    if (release && row.wait && row.wait.entered >= release.pausedAt)
      await raiseNews(row, { events: [release.event], what: 'everything goes on' }, ports);
    if (deploy && (await isSwitched(row, config, ports)))
      await raiseNews(row, { events: [deploy], what: 'recovery was switched' }, ports);
  } catch (error) {
    ports.log.warn('a switch was not told', { error: wordsOf(error).name, why: wordsOf(error).why });
  }
}

async function isSwitched(row: Case, config: RetentionConfig, { rows }: Ports): Promise<boolean> {
  const live = todaysMode(row, await loadAccount(rows, row.account), config) === 'live';
  return live === (row.data.uncollectedSince !== undefined);
}

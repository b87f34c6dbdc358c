import { loadAccount } from '../accounts/account.ts';
import { type Case, parseCase } from '../cases/case.ts';
import { raiseNews } from '../cases/news.ts';
import { openCases } from '../cases/open-cases.ts';
import { todaysMode } from '../cases/todays-mode.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { wordsOf } from '../kernel/log.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Item, Key } from '../kernel/rows.ts';

/** Which configuration the sweep has seen last, and how many before it. */
const seenKey: Key = { pk: 'CONFIG#seen', sk: 'CONFIG' };

/**
 * A deploy is no event of any case. The sweep sees that the configuration is another one and wakes the cases that may
 * act no longer, or may again, so that a switch shows within a minute and not at their next step (decision 0005).
 */
export async function noticeSwitch(ports: Ports): Promise<void> {
  const { hash, config } = await ports.policies.current();
  const seen = await ports.rows.get(seenKey);
  if (seen?.hash === hash) return;
  const n = Number(seen?.n ?? 0) + 1;
  for await (const item of openCases(ports.rows)) await wakeIfSwitched(item, `config:${n}`, config, ports);
  // Last: a sweep that dies in between begins again, and a case that was woken knows the event.
  await ports.rows.put({ ...seenKey, entity: 'config-seen', hash, n });
}

/** One row that fails is no reason to look at all of them every minute: its news, if it was raised, is told by the sweep. */
async function wakeIfSwitched(item: Item, event: string, config: RetentionConfig, ports: Ports): Promise<void> {
  if (item.mode !== 'live') return;
  try {
    const row = parseCase(item);
    if (await isSwitched(row, config, ports))
      await raiseNews(row, { events: [event], what: 'recovery was switched' }, ports);
  } catch (error) {
    ports.log.warn('a switch was not told', { error: wordsOf(error).name, why: wordsOf(error).why });
  }
}

async function isSwitched(row: Case, config: RetentionConfig, { rows }: Ports): Promise<boolean> {
  const live = todaysMode(row, await loadAccount(rows, row.account), config) === 'live';
  return live === (row.data.uncollectedSince !== undefined);
}

import { canonicalJson, policyHash, policyOf, type RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import type { Item } from '../../lambdas/kernel/rows.ts';
import { brakeKey } from '../../lambdas/messaging/brake.ts';
import { configSeenKey } from '../../lambdas/ops/notice-switch.ts';
import type { ConsoleSource } from '../console/source.ts';
import { type Finding, pass, warn } from './finding.ts';

/** What is worth knowing of a stage before one acts on it: whose configuration it runs, and whether anything leaves. */
export async function examine(source: Pick<ConsoleSource, 'row'>, config: RetentionConfig): Promise<Finding[]> {
  const seen = await source.row(configSeenKey);
  const running = typeof seen?.hash === 'string' ? seen.hash : undefined;
  const stored = running === undefined ? undefined : await source.row({ pk: `POLICY#${running}`, sk: 'POLICY' });
  return [configuration(running, stored, config), brake(await source.row(brakeKey))];
}

const short = (hash: string): string => hash.slice(0, 12);

function configuration(running: string | undefined, stored: Item | undefined, config: RetentionConfig): Finding {
  const here = policyHash(policyOf(config));
  if (running === undefined) return warn('no sweep has run on this stage yet', 'wait a minute after its first deploy');
  if (running === here) return pass(`the stage runs the configuration of this checkout (${short(here)})`);
  const parts =
    stored === undefined ? 'it is not stored there' : `they differ in ${differing(stored, config).join(', ')}`;
  return warn(
    `the stage runs configuration ${short(running)}, this checkout has ${short(here)}, ${parts}`,
    'a deploy from here makes them one',
  );
}

/** The top-level keys whose values are not the same. */
function differing(stored: Item, config: RetentionConfig): string[] {
  const there: Readonly<Record<string, unknown>> = Object(JSON.parse(String(stored.policy)));
  const here: Readonly<Record<string, unknown>> = { ...policyOf(config) };
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])].sort();
  return names.filter((name) => canonicalJson(there[name] ?? null) !== canonicalJson(here[name] ?? null));
}

function brake(row: Item | undefined): Finding {
  if (row?.on !== true) return pass('mail and charges may leave: nobody has paused everything');
  return warn(
    `everything is paused since ${String(row.at)} by ${String(row.who)}: ${String(row.why)}`,
    'npm run ops -- resume-all ends it',
  );
}

import { loadCase } from '../cases/load-case.ts';
import type { Ports } from '../kernel/ports.ts';
import { stepNow } from '../recovery/on-session.ts';
import { readContext } from '../recovery/read-context.ts';
import { parseRecovery } from '../recovery/state.ts';
import type { Seen } from './case-seen.ts';
import type { Guest } from './guest.ts';

/** Reads only: also what a crash left pending stays for those who act. */
export async function seeCase({ claims }: Guest, ports: Ports): Promise<Seen> {
  const row = claims.case === undefined ? undefined : await loadCase(ports.rows, claims.account ?? '', claims.case);
  if (!row) return { kind: 'none' };
  const recovery = parseRecovery(row.data);
  if (row.status === 'closed') return { kind: 'closed', row, recovery };
  const config = await ports.policies.load(row.policy);
  return { kind: 'open', row, context: await readContext(stepNow(recovery), row, config, ports) };
}

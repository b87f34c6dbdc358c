import type { Ports } from '../../lambdas/kernel/ports.ts';
import { reconcile } from '../../lambdas/reconcile/reconcile.ts';
import { begin, type Run, repairsOf, runs } from '../../lambdas/reconcile/run-row.ts';
import { table } from './table.ts';

interface Asked {
  readonly account?: string | undefined;
  readonly who: string;
}

/** How long it works before it looks whether it is alone. */
const patience = { seconds: 60 } as const;

/** From beginning to end in this process; a second passes wherever Stripe's budget is used up. */
export async function reconcileByHand(
  { account, who }: Asked,
  ports: Ports,
  second: () => Promise<void>,
): Promise<string[]> {
  const { startedAt } = await begin(who, account, ports);
  for (;;) {
    const went = await reconcile(startedAt, patience, ports);
    if (went.kind === 'done') return told(went.run, ports);
    await second();
  }
}

/** The newest run that has come to its end, and one that still works. */
export async function lastReconciled(ports: Pick<Ports, 'rows'>): Promise<string[]> {
  const [newest, ...before] = await runs(10, ports);
  if (!newest) return ['nothing was compared with Stripe yet: the first night does, or npm run ops -- reconcile'];
  const ended = [newest, ...before].find(({ endedAt }) => endedAt !== undefined);
  const working = newest.endedAt === undefined ? [`at work since ${newest.startedAt}, at ${newest.phase}`] : [];
  return [...working, ...(ended ? await told(ended, ports) : [])];
}

async function told({ startedAt, by, looked, repaired, failed, account }: Run, ports: Pick<Ports, 'rows'>) {
  const rows = await repairsOf(startedAt, ports);
  const about = account === undefined ? `${looked} things` : `account ${account}`;
  const first = `compared ${about} with Stripe at ${startedAt} (${by}): ${repaired} put right, ${failed} failed`;
  if (rows.length === 0) return [first];
  const lines = rows.map((row) => [row.account, row.about, row.differs.slice(0, 120), row.did]);
  return [first, ...table(['account', 'about', 'what differed', 'what was done'], lines)];
}

import { after, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { caseKey, dueAt } from './case.ts';
import { loadCase } from './load-case.ts';

export interface Trouble {
  readonly account: string;
  readonly case: string;
  readonly run: number;
  readonly step: string;
  readonly problem: string;
}

export interface Attention {
  /** The news a wait for a person starts from; -1: the case is over, or another run's, and nobody is waited for. */
  readonly seen: number;
  readonly due: string;
}

/** Flags the case and tells operations, unless it was closed or restarted meanwhile; asks again after a day. */
export async function needsAttention(
  { account, case: sort, run, step, problem }: Trouble,
  ports: Ports,
): Promise<Attention> {
  const now = ports.clock.now();
  const due = toIso(after(now, { days: 1 }));
  const row = await loadCase(ports.rows, account, sort);
  const flagged = await ports.rows.update(caseKey(account, sort), {
    set: [
      ['status', 'attention'],
      ['attention', `${step}: ${problem}`],
      ...dueAt(account, sort, after(now, { minutes: 5 })),
    ],
    if: {
      kind: 'all',
      of: [
        { kind: 'equals', path: 'run', value: run },
        { kind: 'differs', path: 'status', value: 'closed' },
      ],
    },
  });
  if (!row || flagged.kind === 'refused') return { seen: -1, due };
  const id = `alert/case_attention/${account}/${row.subject}/${run}/${step}/${row.news}`;
  const detail = { alert: 'case_attention', case: sort, step, problem };
  await ports.bus.publish({ id, type: 'alert', account, detail });
  return { seen: row.news, due };
}

import * as z from 'zod';
import { defineHandler } from '../kernel/define-handler.ts';
import { after, toIso } from '../kernel/instant.ts';
import { caseKey, dueAt, loadCase } from './case.ts';

const input = z.strictObject({
  account: z.string().min(1),
  case: z.string().min(1),
  run: z.number().int().min(1),
  step: z.string(),
  problem: z.string(),
});

/** Serves "Needs attention": the case is flagged and operations hear of it; a person nudges, restarts or stops it. */
export const caseAttention = defineHandler({
  name: 'case-attention',
  input,
  handle: async ({ account, case: sort, run, step, problem }, ports) => {
    const now = ports.clock.now();
    const row = await loadCase(ports.rows, account, sort);
    const due = toIso(after(now, { days: 1 }));
    if (!row || row.run !== run || row.status === 'closed') return { seen: -1, due };
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
    if (flagged.kind === 'refused') return { seen: -1, due };
    const id = `alert/case_attention/${account}/${row.subject}/${run}/${step}/${row.news}`;
    await ports.bus.publish({
      id,
      type: 'alert',
      account,
      detail: { alert: 'case_attention', case: sort, step, problem },
    });
    return { seen: row.news, due };
  },
});

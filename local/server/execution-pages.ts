import { describeWaiting } from '../asl/index.ts';
import { executionContent, executionTitle, runOf } from '../console/execution-page.ts';
import { viewOf } from '../console/local-execution.ts';
import type { Execution } from '../world/execution.ts';
import type { World } from '../world/world.ts';
import type { Host } from './host.ts';
import { type Html, link, page, path, rowsOf, table, time } from './layout.ts';
import { outcomeWords, statusWords } from './words.ts';

/** Newest first: whose it is, where it stands, and until when. */
export function executions(host: Host): Html {
  const whose = whoseIn(host.world);
  const rows = host.world
    .executions()
    .toSorted((a, b) => b.startedAt - a.startedAt)
    .map((execution) => {
      const { name, startedAt, frame } = execution;
      const [waiting] = describeWaiting(frame);
      const due = waiting?.due === undefined ? '' : time(waiting.due);
      const { account, outcome } = whose(execution);
      const state = waiting?.state ?? outcome;
      return [link(path('executions', name), account), statusWords(frame.status), time(startedAt), state, due];
    });
  const heads = ['Account', 'Status', 'Started', 'Waits in, or its outcome', 'Due'];
  return page(host, 'Executions', table(heads, rows, 'No payment has failed yet: there are no executions.'));
}

export function execution(host: Host, name: string): Html | undefined {
  const found = host.world.executions().find((one) => one.name === name);
  if (!found) return undefined;
  const view = viewOf(found);
  const extras = {
    place: { kind: 'laptop' },
    now: host.world.simulator.now(),
    ...about(host.world, view.input),
  } as const;
  return page(host, executionTitle(view, extras), executionContent(view, extras), path('executions', name));
}

/** The account's name, and the row of this run. */
function about(world: World, input: string) {
  const { account: id, sort, run } = runOf(input);
  const rows = world.table.partition(`A#${id}`);
  const row = rows.find((one) => (one.sk === sort || one.sk === `${sort}#RUN#${run}`) && one.run === run);
  const name = rows.find(({ sk }) => sk === 'ACCOUNT')?.name;
  return { account: { id, name: String(name ?? id) }, ...(row ? { row } : {}) };
}

interface Whose {
  readonly account: string;
  readonly id: string;
  readonly outcome: string;
}

/** Whose execution it is and how its run ended: the slot's row tells, or the copy kept of a closed run. */
function whoseIn(world: World): (execution: Execution) => Whose {
  const names = new Map(rowsOf(world, 'account').map((row) => [row.account, String(row.name ?? row.account)]));
  const runs = [...rowsOf(world, 'closed-run'), ...rowsOf(world, 'case')];
  const outcomes = new Map(runs.map((row) => [keyOf(row.account, row.subject, row.run), outcomeWords(row.outcome)]));
  return ({ input }) => {
    const { account: id, case: sort, run } = JSON.parse(input) as { account: string; case: string; run: number };
    const outcome = outcomes.get(keyOf(id, sort.split('#').at(-1), run)) ?? '';
    return { account: names.get(id) ?? id, id, outcome };
  };
}

const keyOf = (...parts: readonly unknown[]): string => JSON.stringify(parts);

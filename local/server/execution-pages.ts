import { html } from 'hono/html';
import { describeWaiting } from '../asl/index.ts';
import type { Execution } from '../world/execution.ts';
import type { World } from '../world/world.ts';
import type { Host } from './host.ts';
import { type Html, link, page, path, rowsOf, table, time } from './layout.ts';
import { wayOf } from './way.ts';

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
      return [
        link(path('executions', name), account),
        frame.status,
        outcome,
        time(startedAt),
        waiting?.state ?? '',
        due,
      ];
    });
  return page(host, 'Executions', table(['Account', 'Status', 'Outcome', 'Started', 'Waits in', 'Due'], rows));
}

export function execution(host: Host, name: string): Html | undefined {
  const found = host.world.executions().find((one) => one.name === name);
  if (!found) return undefined;
  const { account, id, outcome } = whoseIn(host.world)(found);
  const waiting = describeWaiting(found.frame).map(({ state, since, due }) => [
    state,
    time(since),
    due === undefined ? '' : time(due),
  ]);
  const now = waiting.length > 0 ? html`<h2>Now</h2>${table(['Waits in', 'Since', 'Due'], waiting)}` : '';
  return page(
    host,
    `Payment recovery of ${account}`,
    html`<p>${found.frame.status}${outcome && `: ${outcome}`} · <code>${name}</code> · ${link(path('accounts', id), 'the account')}</p>
${now}<h2>The way it took</h2>${table(['Entered', 'State', 'What happened'], wayRows(found))}
<details><summary>All ${found.history.length} events of its history</summary>${historyOf(found)}</details>`,
  );
}

const wayRows = ({ history }: Execution): (readonly unknown[])[] =>
  wayOf(history).map(({ state, entered, happened }) => [time(entered), state, happened.join(', then ')]);

function historyOf({ history }: Execution): Html {
  const rows = history.map(({ timestamp, id, type, previousEventId: _, ...details }) => [
    time(timestamp),
    id,
    type,
    html`<code>${JSON.stringify(details)}</code>`,
  ]);
  return table(['When', 'Id', 'Type', 'Details'], rows);
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
  const outcomes = new Map(runs.map((row) => [keyOf(row.account, row.subject, row.run), String(row.outcome ?? '')]));
  return ({ input }) => {
    const { account: id, case: sort, run } = JSON.parse(input) as { account: string; case: string; run: number };
    const outcome = outcomes.get(keyOf(id, sort.split('#').at(-1), run)) ?? '';
    return { account: names.get(id) ?? id, id, outcome };
  };
}

const keyOf = (...parts: readonly unknown[]): string => JSON.stringify(parts);

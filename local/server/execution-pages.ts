import { html } from 'hono/html';
import { instant, toIso } from '../../lambdas/kernel/instant.ts';
import { describeWaiting } from '../asl/index.ts';
import type { Execution } from '../world/execution.ts';
import type { World } from '../world/world.ts';
import type { Host } from './host.ts';
import { details, facts, type Html, page, rowsOf, table, time } from './layout.ts';
import { wayOf } from './way.ts';
import { namesIn, outcomeWords, statusWords } from './words.ts';

export function execution(host: Host, name: string): Html | undefined {
  const found = host.world.executions().find((one) => one.name === name);
  if (!found) return undefined;
  const { account, id, outcome } = whoseIn(host.world)(found);
  const about = {
    Account: namesIn(host.world).account(id),
    Status: statusWords(found.frame.status),
    Outcome: outcome,
    'Waits in': describeWaiting(found.frame).map(waitWords),
    Started: time(found.startedAt),
    Name: html`<code>${name}</code>`,
  };
  return page(
    host,
    `Payment recovery of ${account}`,
    html`${facts(about)}<h2>The way it took</h2>${table(['Entered', 'State', 'What happened'], wayRows(found), 'It has entered no state yet.')}
${details(`All ${found.history.length} events of its history`, historyOf(found))}`,
  );
}

const waitWords = ({ state, since, due }: ReturnType<typeof describeWaiting>[number]): Html =>
  html`${state}, since ${time(since)}${due === undefined ? '' : html`, until ${time(due)} at the latest`} `;

const wayRows = ({ history, frame }: Execution): (readonly unknown[])[] =>
  wayOf(history).map(({ state, entered, left, happened }) => {
    const here = left === undefined && frame.status === 'RUNNING' ? ['it is here now'] : [];
    return [time(entered), state, [...happened, ...here].join(', then ')];
  });

function historyOf({ history }: Execution): Html {
  const rows = history.map(({ timestamp, id, type, previousEventId: _, ...rest }) => [
    toIso(instant(timestamp)),
    id,
    type,
    html`<code>${JSON.stringify(rest)}</code>`,
  ]);
  return table(['When', 'Id', 'Type', 'Details'], rows, 'It has no events.');
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

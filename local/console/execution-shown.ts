import type { Item } from '../../lambdas/kernel/rows.ts';
import { runsIn } from './account-rows.ts';
import { caseActs } from './act-links.ts';
import type { Shown } from './asked.ts';
import { executionContent, executionTitle } from './execution-page.ts';
import { runOf } from './execution-seen.ts';
import { type Html, link } from './kit.ts';
import type { ConsoleSource } from './source.ts';

/** The page of an execution, wherever it ran; undefined: nobody knows of it. */
export async function executionPage(source: ConsoleSource, name: string): Promise<Shown | undefined> {
  const view = await source.execution(name);
  if (!view) return undefined;
  const { account: id, sort, run } = runOf(view.input);
  const rows = id === '' ? [] : await source.rowsOf(id);
  const row = rows.find((one) => (one.sk === sort || one.sk === `${sort}#RUN#${run}`) && one.run === run);
  const called = rows.find(({ sk }) => sk === 'ACCOUNT')?.name;
  const acts = row && actsOn(row, source);
  const extras = {
    place: source.place,
    now: source.now(),
    account: { id, name: String(called ?? id) },
    ...(row ? { row } : {}),
    ...(acts ? { acts } : {}),
  };
  return {
    title: executionTitle(view, extras),
    content: executionContent(view, extras),
    above: link('/executions', 'All executions'),
  };
}

/** Only of the run that has the slot: an older one is over. */
function actsOn(row: Item, { acts }: ConsoleSource): Html | undefined {
  const [line] = row.entity === 'case' ? runsIn([row]) : [];
  return line && acts && caseActs(line, acts);
}

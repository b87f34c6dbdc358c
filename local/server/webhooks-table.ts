import type { Delivered } from '../world/webhooks.ts';
import type { World } from '../world/world.ts';
import { type Html, rowsOf, table, time } from './layout.ts';

/** What was posted last, and what came of it: the question after every webhook of one's own. */
export function webhooksTable(world: World, newest: number): Html {
  const whatOf = consequencesIn(world);
  const rows = world.webhooks
    .slice(-newest)
    .reverse()
    .map((one) => [time(one.at), one.type, one.status, whatOf(one)]);
  return table(['When', 'Type', 'Answered', 'What came of it'], rows, 'No webhook has arrived yet.');
}

function consequencesIn(world: World): (delivered: Delivered) => string {
  const reasons = new Map(rowsOf(world, 'event').map((row) => [String(row.pk), String(row.why)]));
  const cases = rowsOf(world, 'case');
  return ({ event, type, status, answer }) => {
    const { error, ignored }: { error?: string; ignored?: string } = parsed(answer);
    if (status !== 200) return error ?? answer;
    if (ignored !== undefined)
      return `ignored: ${ignored.startsWith(`${type}: `) ? ignored.slice(type.length + 2) : ignored}`;
    const heard = cases.find(({ applied }) => Array.isArray(applied) && applied.includes(event));
    if (heard) return `news of the case of ${String(heard.account)} about ${String(heard.subject)}`;
    const why = reasons.get(`EVENT#${event}`);
    return why === undefined ? 'nothing that is open' : `changed nothing: ${why}`;
  };
}

function parsed(answer: string): { error?: string; ignored?: string } {
  try {
    return Object(JSON.parse(answer));
  } catch {
    return {};
  }
}

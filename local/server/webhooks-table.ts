import { html } from 'hono/html';
import { type Html, link, path, pill, table, time } from '../console/kit.ts';
import type { Delivered } from '../world/webhooks.ts';
import type { EventTrace } from './event-trace.ts';

/** What was posted last, and what came of it: the question after every webhook of one's own. */
export function webhooksTable(delivered: readonly Delivered[], trace: EventTrace): Html {
  const rows = delivered.toReversed().map((one) => {
    const mood = one.status === 200 ? 'good' : 'bad';
    return [time(one.at), one.type, pill(mood, one.status), consequence(one, trace)];
  });
  return table(['When', 'Type', 'Answered', 'What came of it'], rows, 'No webhook has arrived yet.');
}

function consequence({ event, type, status, answer }: Delivered, trace: EventTrace): Html | string {
  const { error, ignored }: { error?: string; ignored?: string } = parsed(answer);
  if (status !== 200) return error ?? answer;
  if (ignored !== undefined) {
    return `ignored: ${ignored.startsWith(`${type}: `) ? ignored.slice(type.length + 2) : ignored}`;
  }
  const heard = trace.caseOf(event);
  if (heard)
    return html`news of the case of ${link(path('accounts', heard.account), heard.account)} about ${heard.subject}`;
  const why = trace.reasonOf(event);
  return why === undefined ? 'nothing that is open' : `changed nothing: ${why}`;
}

function parsed(answer: string): { error?: string; ignored?: string } {
  try {
    return Object(JSON.parse(answer));
  } catch {
    return {};
  }
}

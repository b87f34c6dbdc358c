import { formatMoney, money } from '../../lambdas/kernel/money.ts';
import type { Report } from './report.ts';
import type { Entry } from './timeline.ts';

/** The timeline for people: one line per happening, and below it how each case stands. */
export function readable(report: Report): string {
  const { name, start, end, timeline, cases, violations } = report;
  const ends = cases.map(
    ({ account, journey, subject, run, status, stage, outcome }) =>
      `${account}: ${journey} of ${subject}, run ${run}: ${status}, ${outcome ?? stage}`,
  );
  const broken = violations.map((one) => `VIOLATION ${one}`);
  return [`${name}: ${start} to ${end}`, '', ...timeline.map(line), '', ...ends, ...broken, ''].join('\n');
}

const line = (entry: Entry): string =>
  `${entry.at.slice(0, 19).replace('T', ' ')}  ${entry.kind.padEnd(17)} ${entry.account ?? '-'}  ${sentenceOf(entry)}`;

/** What happened, without when, whose and of what kind. */
export const sentenceOf = (entry: Entry): string => (sentences[entry.kind] ?? anything)(entry);

const sentences: Readonly<Record<string, (entry: Entry) => string>> = {
  charge: chargeLine,
  'webhook.accepted': ({ type }) => `${type}`,
  'webhook.rejected': ({ type, status, answer }) => `${type}: ${status} ${answer}`,
  'execution.started': ({ name }) => `${name}`,
  'state.entered': ({ state }) => `${state}`,
  'execution.ended': ({ status }) => `${status}`,
  'email.sent': ({ template, to, subject }) => `${template} to ${to}: ${subject}`,
  'email.withheld': ({ template, verdict, text, until }) =>
    `${template} ${verdict}${until ? ` until ${until}` : ''}: ${text}`,
  'email.event': ({ event, template, to }) => `${event} of ${template} to ${to}`,
  'account.status': ({ from, status }) => `${from} → ${status}`,
  alert: ({ alert, why, problem }) => [alert, why, problem].filter(Boolean).join(': '),
  task: ({ task, assignee, due }) => `${task} for ${assignee ?? 'nobody yet'}, due ${due}`,
  fault: ({ target, fault, text, call }) => `${target} ${fault} ${text}${call ? `: ${call}` : ''}`,
  'page.opened': ({ page, method, status }) => `${page}: ${method} ${status}`,
  'page.submitted': ({ page, status }) => `${page}${status === undefined ? '' : `: POST ${status}`}`,
  deploy: ({ text }) => `${text}`,
  note: ({ text }) => `${text}`,
};

function chargeLine({ actor, invoice, card, amount, currency, outcome, reason }: Entry): string {
  const sum = formatMoney(money(Number(amount), String(currency)), 'en');
  const why = reason && reason !== outcome ? ` (${reason})` : '';
  return `${actor}: ${sum} of ${invoice} on ${card}: ${outcome}${why}`;
}

const shown = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** A kind that came later than this file. */
const anything = ({ at: _at, kind: _kind, account: _account, ...more }: Entry): string =>
  Object.values(more).map(shown).join(' · ');

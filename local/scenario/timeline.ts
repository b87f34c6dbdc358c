import type { Noted } from './recorder.ts';
import { byText } from './table-rows.ts';

export interface Entry {
  readonly at: string;
  readonly kind: string;
  readonly account: string | null;
  readonly [more: string]: unknown;
}

interface Parts {
  readonly noted: readonly Noted[];
  readonly webhooks: readonly Arrival[];
  readonly executions: readonly Ran[];
  readonly charges: readonly { at: string; account: string | null; [more: string]: unknown }[];
  readonly emails: readonly {
    at: string;
    account: string | null;
    to: string;
    template: string | null;
    subject: string;
  }[];
  readonly withheld: readonly { at: string; account: string | null; [more: string]: unknown }[];
  readonly alerts: readonly { at: string; account: string; [more: string]: unknown }[];
  readonly tasks: readonly { [more: string]: unknown }[];
}

interface Arrival {
  readonly at: string;
  readonly account: string | null;
  readonly id: string | null;
  readonly type: string;
  readonly status: number;
  readonly answer: string;
}

interface Ran {
  readonly name: string;
  readonly account: string | null;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly entered: readonly { at: string; state: string }[];
}

/** What other happenings at the same instant have led to. */
const consequences: ReadonlySet<string> = new Set(['account.status', 'email.event']);

/** Everything that happened, in time; at one instant in the order cause before effect. */
export function timelineOf(parts: Parts): Entry[] {
  const entries: Entry[] = [
    ...parts.noted.filter(({ kind }) => !consequences.has(kind)),
    ...parts.charges.map((charge) => ({ kind: 'charge', ...charge })),
    ...parts.webhooks.map(webhookEntry),
    ...parts.executions.flatMap(runEntries),
    ...parts.noted.filter(({ kind }) => consequences.has(kind)),
    ...parts.alerts.map((alert) => ({ kind: 'alert', ...alert })),
    ...parts.tasks.map((task) => ({
      ...task,
      at: String(task.at),
      kind: 'task',
      account: String(task.account),
      task: task.kind,
    })),
    ...parts.withheld.map((mail) => ({ kind: 'email.withheld', ...mail })),
    ...parts.emails.map(({ at, account, to, template, subject }) => ({
      at,
      kind: 'email.sent',
      account,
      to,
      template,
      subject,
    })),
  ];
  return entries.sort(byText(({ at }) => at));
}

function webhookEntry({ at, account, type, id, status, answer }: Arrival): Entry {
  const accepted = status < 300;
  const why = accepted ? {} : { answer };
  return { at, kind: accepted ? 'webhook.accepted' : 'webhook.rejected', account, type, id, status, ...why };
}

function runEntries({ name, account, status, startedAt, endedAt, entered }: Ran): Entry[] {
  return [
    { at: startedAt, kind: 'execution.started', account, name },
    ...entered.map(({ at, state }) => ({ at, kind: 'state.entered', account, name, state })),
    ...(endedAt === null ? [] : [{ at: endedAt, kind: 'execution.ended', account, name, status }]),
  ];
}

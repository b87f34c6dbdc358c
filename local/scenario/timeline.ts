import { byText } from './table-rows.ts';

export interface Noted {
  readonly at: string;
  readonly account?: string;
  readonly text: string;
}

export interface Entry {
  readonly at: string;
  readonly kind: string;
  readonly account: string | null;
  readonly [more: string]: unknown;
}

interface Parts {
  readonly notes: readonly Noted[];
  readonly webhooks: readonly { at: string; type: string; status: number }[];
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
  readonly events: readonly { at: string; account: string; type: string; detail: object }[];
  readonly tasks: readonly { [more: string]: unknown }[];
}

interface Ran {
  readonly name: string;
  readonly account: string | null;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly entered: readonly { at: string; state: string }[];
}

/** Everything that happened, in time; at one instant in the order cause before effect. */
export function timelineOf(parts: Parts): Entry[] {
  const entries: Entry[] = [
    ...parts.notes.map(({ at, account, text }) => ({ at, kind: 'note', account: account ?? null, text })),
    ...parts.charges.map((charge) => ({ kind: 'charge', ...charge })),
    ...parts.webhooks.map(({ at, type, status }) => ({
      at,
      kind: status < 300 ? 'webhook.accepted' : 'webhook.rejected',
      account: null,
      type,
      status,
    })),
    ...parts.executions.flatMap(runEntries),
    ...parts.events.flatMap(eventEntries),
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

function runEntries({ name, account, status, startedAt, endedAt, entered }: Ran): Entry[] {
  return [
    { at: startedAt, kind: 'execution.started', account, name },
    ...entered.map(({ at, state }) => ({ at, kind: 'state.entered', account, name, state })),
    ...(endedAt === null ? [] : [{ at: endedAt, kind: 'execution.ended', account, name, status }]),
  ];
}

function eventEntries({ at, account, type, detail }: Parts['events'][number]): Entry[] {
  if (type === 'alert') return [{ ...detail, at, kind: 'alert', account }];
  return type.startsWith('account.') ? [{ ...detail, at, kind: 'account.status', account, type }] : [];
}

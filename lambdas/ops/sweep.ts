import { carryOut, carryOutOne } from '../cases/carry-out.ts';
import { type Case, caseKey, dueAt, executionOf, parseCase } from '../cases/case.ts';
import { loadCase } from '../cases/load-case.ts';
import { answerWait, overdueAt, wake } from '../cases/news.ts';
import { startOf } from '../cases/open.ts';
import { after, parseInstant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Item } from '../kernel/rows.ts';
import { announce } from '../messaging/announce.ts';
import { messageKey, parseMessage } from '../messaging/outbox.ts';
import { lookAtTask } from '../tasks/look-at-task.ts';
import { announceDelivery } from '../webhooks/announce-delivery.ts';
import { noticeSwitch } from './notice-switch.ts';
import { Pace } from './pace.ts';
import { SweepRound } from './sweep-round.ts';

/** The sweep looks this far ahead, so that what falls due before the next one leaves to the second. */
const horizon = { seconds: 60 } as const;

/** Of the function's 50 seconds (registry): what is left over is for the next sweep. */
const patience = { seconds: 40 } as const;

/** DescribeExecution shares an account-wide limit with everybody else's (design §3). */
const questionsPerSecond = 10;

export interface Swept {
  readonly cases: number;
  readonly messages: number;
  readonly tasks: number;
  readonly webhooks: number;
  readonly failed: number;
}

/** What the alarms of the stack look at (infra/constructs/own-metrics.ts), beside the counts. */
interface Seen {
  /** Waits ten minutes past their due that Step Functions still holds. */
  overdue: number;
  /** Mails whose fate SES has not told. */
  unknown: number;
  /** How long the oldest mail is past its time. */
  oldestSeconds: number;
}

/**
 * One query per lane and shard, SK up to now: no time buckets that a late sweep could miss. Each row stands for itself:
 * one that fails is somebody's trouble, not everybody's. Mails go first, since nothing about them is slow.
 */
export async function sweep(ports: Ports): Promise<Swept> {
  const round = new SweepRound(ports, patience);
  const now = ports.clock.now();
  const seen: Seen = { overdue: 0, unknown: 0, oldestSeconds: 0 };
  const messages = await round.lane('outbox', after(now, horizon), (item) => announceAgain(item, seen, ports));
  const pace = new Pace(questionsPerSecond, round.secondsLeft());
  const cases = await round.lane('case', now, ({ account, sk }) =>
    repair(String(account), String(sk), { pace, seen }, ports),
  );
  const tasks = await round.lane('task', now, ({ account, id }) => lookAtTask(String(account), String(id), ports));
  const webhooks = await round.lane('webhook', now, ({ pk, sk }) => announceDelivery({ pk, sk }, 0, ports));
  await noticeSwitch(ports);
  if (pace.refused > 0) ports.log.warn('cases were left for the next sweep', { count: pace.refused });
  if (round.isOver()) ports.log.warn('the sweep ran out of time', { count: messages + cases + tasks + webhooks });
  const swept = { cases, messages, tasks, webhooks, failed: round.failed };
  // The heartbeat: a sweep that did not come to its end says nothing.
  ports.log.info('sweep done', { ...swept, ...seen });
  return swept;
}

/** An index may be behind: the row itself says whether and when. */
async function announceAgain(item: Item, seen: Seen, ports: Ports): Promise<void> {
  const row = await ports.rows.get(messageKey(String(item.account), String(item.key)));
  if (!row?.duePk) return;
  const message = parseMessage(row);
  const due = message.status === 'SENDING' ? (message.lease?.until ?? message.due) : message.due;
  const late = Math.floor((ports.clock.now() - parseInstant(due)) / 1000);
  seen.oldestSeconds = Math.max(seen.oldestSeconds, late);
  if (message.status === 'UNKNOWN') seen.unknown += 1;
  await announce(ports, message.account, message.key, parseInstant(due));
}

interface Looking {
  readonly pace: Pace;
  readonly seen: Seen;
}

/** News nobody was told of is told again; a case without a wait, or long past its due, is asked about at Step Functions. */
async function repair(account: string, sort: string, { pace, seen }: Looking, ports: Ports): Promise<void> {
  const found = await loadCase(ports.rows, account, sort);
  if (!found?.duePk) return;
  const row = await carryOut(found, ports);
  if (row.status === 'closed') return;
  if (row.wait && row.answered < row.news) return wake(row, ports);
  if (pace.mayAsk(ports.clock.now())) await lookAtCase(row, ports, seen);
}

/** What became of a case without a wait, or long past its due: Step Functions knows. */
export async function lookAtCase(row: Case, ports: Ports, seen?: Pick<Seen, 'overdue'>): Promise<void> {
  const status = await ports.workflows.status(row.journey, executionOf(row));
  if (status === undefined) return startAgain(row, ports);
  if (status !== 'RUNNING') return flag(row, `its execution is ${status}`, ports);
  if (row.wait) {
    if (seen && (overdueAt(row) ?? '') <= toIso(ports.clock.now())) seen.overdue += 1;
    await answerWait(row, row.wait.token, 'overdue', ports);
  }
  await lookAgain(row, ports);
}

/** The start was lost: the same name with the same input is the same execution. */
async function startAgain(row: Case, ports: Ports): Promise<void> {
  await carryOutOne(startOf(row, row.policy), ports);
  await lookAgain(row, ports);
}

async function lookAgain(row: Case, ports: Ports): Promise<void> {
  await ports.rows.update(caseKey(row.account, row.sk), {
    set: [...dueAt(row.account, row.sk, after(ports.clock.now(), { minutes: 5 }))],
    if: { kind: 'equals', path: 'version', value: row.version },
  });
}

/** An execution that ended without closing its case: visible, and for a person to restart. */
export async function flag(row: Case, why: string, ports: Ports): Promise<void> {
  const now = ports.clock.now();
  const written = await ports.rows.update(caseKey(row.account, row.sk), {
    set: [['status', 'attention'], ['attention', why], ...dueAt(row.account, row.sk, after(now, { days: 1 }))],
    add: [['version', 1]],
    if: {
      kind: 'all',
      of: [
        { kind: 'equals', path: 'run', value: row.run },
        { kind: 'differs', path: 'status', value: 'closed' },
      ],
    },
  });
  if (written.kind === 'refused') return;
  const alert = { alert: 'case_attention', case: parseCase(written.item).sk, why };
  await ports.bus.publish({
    id: `alert/case_attention/${row.account}/${row.subject}/${row.run}/${toIso(now)}`,
    type: 'alert',
    account: row.account,
    detail: alert,
  });
}

import { functions, queueVariables } from '../../lambdas/registry.ts';
import { assumptions, minutesAMonth } from './assumptions.ts';
import { addCardScans } from './card-scans.ts';
import { countCall } from './count-call.ts';
import type { IdleSweep } from './idle-sweep.ts';
import { lineBytes } from './log-bytes.ts';
import { addNights } from './nights.ts';
import { Usage, type Use } from './usage.ts';

const names = Object.keys(functions).length;
const queues = Object.keys(queueVariables).length;
const machines = 1;

/** Things of the stack that cost by being there. A test compares each with what the stack is made of. */
export const standing = {
  queues,
  secrets: 5,
  dashboards: 1,
  /** Metrics that alarms look at: an alarm on a sum of six is billed as six. */
  alarmMetrics: {
    'webhook: server errors, slowness, refused signatures': 3,
    'age of each queue and depth of its dead letters, and what could not be handed over': 2 * queues + 1,
    'errors and throttles of each function': 2 * names,
    'executions failed, timed out, aborted, throttled': 4 * machines,
    'open executions, tokens that are not answered': 2,
    'sweep missing, rows it leaves, waits overdue': 3,
    'repairs of the reconciler, accounts it could not compare': 2,
    'mail late, of unknown fate, SES that does not send; bounces and complaints of two kinds': 3 + 4,
    'throttled reads and writes of the table and both indexes': 6,
  },
  /** Metrics made of our log lines, which AWS does not keep by itself. */
  metrics: 10,
} as const;

export const alarmCount = (): number => Object.values(standing.alarmMetrics).reduce((sum, count) => sum + count, 0);

/** What a month costs with no customer at all. */
export function standingUses(idle: IdleSweep, sweepEveryMinutes = 1): Use[] {
  const usage = new Usage();
  const add = usage.add.bind(usage, 'standing');
  add('cw.alarm', 'alarms', alarmCount());
  add('cw.metric', 'metrics of our own', standing.metrics);
  add('cw.dashboard', 'dashboard', standing.dashboards);
  add('secrets.secret', 'secrets', standing.secrets);
  add('sqs.standard', 'empty receives', standing.queues * assumptions['polls-a-minute'].value * minutesAMonth);
  addSweeps(idle, minutesAMonth / sweepEveryMinutes, usage);
  addNights(usage);
  addCardScans(usage);
  return usage.list();
}

function addSweeps({ calls, lines }: IdleSweep, ticks: number, usage: Usage): void {
  const one = new Usage();
  for (const call of calls) countCall(call, 'standing', one);
  const add = usage.add.bind(usage, 'standing');
  for (const { price, quantity } of one.list()) add(price, 'sweep: reads', quantity * ticks);
  const waited = calls.length * assumptions.store.value + assumptions['own-work'].value;
  add('eb.scheduler', 'sweep: schedule', ticks);
  add('lambda.request', 'sweep: calls', ticks);
  add('lambda.arm.gbs', 'sweep: time', ticks * (functions.sweep.memoryMb / 1024) * (waited / 1000));
  const told = lines.reduce((sum, line) => sum + lineBytes(line), 0);
  add('cw.logs.ingest', 'sweep: function logs', (ticks * told) / 1e9);
  add('cw.logs.ingest', 'sweep: platform lines', (ticks * assumptions['platform-lines'].value) / 1e9);
  add('secrets.api', 'sweep: secret reads', Math.min(ticks, minutesAMonth / assumptions['secret-minutes'].value));
  add('xray.trace', 'sweep: traces', ticks * assumptions['traced-share'].value);
}

import { functions, queueVariables } from '../../lambdas/registry.ts';
import { assumptions, minutesAMonth } from './assumptions.ts';
import { countCall } from './count-call.ts';
import type { Heard } from './listen.ts';
import { Usage, type Use } from './usage.ts';

const names = Object.keys(functions).length;
const queues = Object.keys(queueVariables).length;
const machines = 1;

/** Things of the stack that cost by being there; the alarms are those of the facts (§4), one metric each. */
export const standing = {
  queues,
  secrets: 3,
  dashboards: 1,
  alarms: {
    'errors and throttles of each function': 2 * names,
    'age of each queue and depth of its dead letters': 2 * queues,
    'executions failed, timed out, aborted, throttled': 4 * machines,
    'open executions': 1,
    'webhook: 5xx, slowness, refused signatures': 3,
    'table and index throttles, system errors': 4,
    'mail: bounces, complaints, paused sending': 3,
    'sweep missing, waits overdue, unknown outcomes': 3,
  },
  /** Metrics of our own that alarms need and AWS does not keep: refused webhooks, overdue waits, failed sweep rows. */
  metrics: 3,
} as const;

export const alarmCount = (): number => Object.values(standing.alarms).reduce((sum, count) => sum + count, 0);

/** What a month costs with no customer at all. */
export function standingUses(idleSweep: readonly Heard[], sweepEveryMinutes = 1): Use[] {
  const usage = new Usage();
  const add = usage.add.bind(usage, 'standing');
  add('cw.alarm', 'alarms', alarmCount());
  add('cw.metric', 'metrics of our own', standing.metrics);
  add('cw.dashboard', 'dashboard', standing.dashboards);
  add('secrets.secret', 'secrets', standing.secrets);
  add('sqs.standard', 'empty receives', standing.queues * assumptions['polls-a-minute'].value * minutesAMonth);
  addSweeps(idleSweep, minutesAMonth / sweepEveryMinutes, usage);
  return usage.list();
}

function addSweeps(calls: readonly Heard[], ticks: number, usage: Usage): void {
  const one = new Usage();
  for (const call of calls) countCall(call, 'standing', one);
  const add = usage.add.bind(usage, 'standing');
  for (const { price, quantity } of one.list()) add(price, 'sweep: reads', quantity * ticks);
  const waited = calls.length * assumptions.store.value + assumptions['own-work'].value;
  add('eb.scheduler', 'sweep: schedule', ticks);
  add('lambda.request', 'sweep: calls', ticks);
  add('lambda.arm.gbs', 'sweep: time', ticks * (functions.sweep.memoryMb / 1024) * (waited / 1000));
  add('cw.logs.ingest', 'sweep: platform lines', (ticks * assumptions['platform-lines'].value) / 1e9);
  add('secrets.api', 'sweep: secret reads', Math.min(ticks, minutesAMonth / assumptions['secret-minutes'].value));
  add('xray.trace', 'sweep: traces', ticks * assumptions['traced-share'].value);
}

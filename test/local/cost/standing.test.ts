import { describe, expect, it } from '@jest/globals';
import { alarmRows } from '../../../infra/alarm-rows.ts';
import { ownMetrics } from '../../../infra/constructs/own-metrics.ts';
import { schedules } from '../../../infra/constructs/schedules.ts';
import { arnsOf, namesOf, queueNames } from '../../../infra/names.ts';
import { callsANight } from '../../../local/cost/nights.ts';
import { alarmCount, standing } from '../../../local/cost/standing.ts';

describe('what stands, beside the stack', () => {
  const names = namesOf('prod');
  const rows = alarmRows({ names, arns: arnsOf('prod'), apiId: 'api' });

  it('counts the metrics of every alarm', () => {
    const metrics = rows.map(({ metric }) =>
      Object.keys(metric.toMetricConfig().mathExpression?.usingMetrics ?? { one: 1 }),
    );
    expect(alarmCount()).toBe(metrics.flat().length);
  });

  it('counts its own metrics, its secrets and its queues', () => {
    expect(standing.metrics).toBe(Object.keys(ownMetrics).length);
    expect(standing.secrets).toBe(Object.keys(names.secrets).length);
    expect(standing.queues).toBe(queueNames.length);
  });

  it('knows of every schedule: the sweep of every minute, the card scan of a day, and the reconciler from two to six', () => {
    expect(schedules.map(({ name, expression }) => [name, expression])).toEqual([
      ['sweep', 'rate(1 minute)'],
      ['card-scan', 'cron(0 6 * * ? *)'],
      ['reconcile', 'cron(* 2-5 * * ? *)'],
    ]);
    expect(callsANight).toBe(4 * 60);
  });
});

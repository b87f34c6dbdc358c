import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../lambdas/registry.ts';

interface OwnMetric {
  /** The functions that write the line. */
  readonly from: readonly FunctionName[];
  /** The line's message, exactly. */
  readonly message: string;
  /** Further conditions on its fields. */
  readonly and?: string;
  /** A field's number; without it each line counts one. */
  readonly value?: string;
}

/**
 * Our structured log lines as metrics: nothing is sent from a handler, so nothing can fail there. The fields are those of
 * lambdas/kernel/log.ts, the lines are tested where they are written.
 */
export const ownMetrics = {
  SignatureRefused: { from: ['stripe-webhook'], message: 'webhook refused', and: '$.why = "signature*"' },
  Sweeps: { from: ['sweep'], message: 'sweep done' },
  SweepFailedRows: { from: ['sweep'], message: 'sweep done', value: '$.failed' },
  WaitsOverdue: { from: ['sweep'], message: 'sweep done', value: '$.overdue' },
  OutboxOldestSeconds: { from: ['sweep'], message: 'sweep done', value: '$.oldestSeconds' },
  OutboxUnknown: { from: ['sweep'], message: 'sweep done', value: '$.unknown' },
  TokenNotAnswered: { from: ['billing-events', 'recovery-step', 'sweep'], message: 'token not answered' },
  ReconcilerRepairs: { from: ['reconciler'], message: 'reconcile done', value: '$.count' },
  ReconcilerFailed: { from: ['reconciler'], message: 'reconcile done', value: '$.failed' },
  MailWaitsForSes: { from: ['dispatcher'], message: 'mail waits', and: '$.reason = "unavailable"' },
} as const satisfies Readonly<Record<string, OwnMetric>>;

export type OwnMetricName = keyof typeof ownMetrics;

export class OwnMetrics extends Construct {
  constructor(scope: Construct, namespace: string, logsOf: (name: FunctionName) => LogGroup) {
    super(scope, 'OwnMetrics');
    for (const [metricName, row] of Object.entries(ownMetrics) as [OwnMetricName, OwnMetric][]) {
      for (const name of row.from)
        new MetricFilter(this, `${metricName}-${name}`, {
          logGroup: logsOf(name),
          metricNamespace: namespace,
          metricName,
          metricValue: row.value ?? '1',
          filterPattern: FilterPattern.literal(patternOf(row)),
        });
    }
  }
}

export const patternOf = ({ message, and }: OwnMetric): string =>
  `{ $.message = "${message}"${and === undefined ? '' : ` && ${and}`} }`;

export const ownMetric = (namespace: string, metricName: OwnMetricName, statistic: string): Metric =>
  new Metric({ namespace, metricName, statistic });

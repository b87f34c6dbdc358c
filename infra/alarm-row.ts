import { Duration } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Arns, Names } from './names.ts';

/** The headings of docs/runbook.md, one a kind of trouble. */
export type Heading =
  | 'Webhook fails'
  | 'Webhook is slow'
  | 'Signatures are refused'
  | 'Queue is behind'
  | 'Dead letters'
  | 'Undelivered'
  | 'Function fails'
  | 'Function is throttled'
  | 'Executions ended badly'
  | 'Executions are throttled'
  | 'Many open executions'
  | 'Waits are overdue'
  | 'Tokens are not answered'
  | 'Mail is late'
  | 'Mail of unknown fate'
  | 'SES does not send'
  | 'Bounces'
  | 'Complaints'
  | 'Table is throttled'
  | 'Sweep is missing'
  | 'Sweep leaves rows'
  | 'Many repairs'
  | 'Accounts not reconciled';

export interface AlarmRow {
  readonly id: string;
  readonly section: 'Webhook' | 'Queues' | 'Functions' | 'Journeys' | 'Mail' | 'Table';
  readonly metric: IMetric;
  /** Alarms when the metric is this or more (less: when it is below). */
  readonly threshold: number;
  readonly below?: true;
  /** How many periods in a row. */
  readonly periods: number;
  /** No data is trouble too. */
  readonly silence?: true;
  /** What has happened, in a sentence for somebody who is woken by it. */
  readonly says: string;
  readonly heading: Heading;
}

export const five = Duration.minutes(5);

export const metric = (
  namespace: string,
  metricName: string,
  statistic: string,
  dimensionsMap: Record<string, string> = {},
  period: Duration = five,
): Metric => new Metric({ namespace, metricName, statistic, dimensionsMap, period });

export interface Watched {
  readonly names: Names;
  readonly arns: Arns;
  readonly apiId: string;
}

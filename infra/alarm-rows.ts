import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type FunctionName, functions } from '../lambdas/registry.ts';
import { ownMetric } from './constructs/own-metrics.ts';
import { queueRows } from './constructs/queues.ts';
import { type Arns, journeys, mailClasses, type Names, queueNames } from './names.ts';

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
  | 'Sweep leaves rows';

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

const five = Duration.minutes(5);

const metric = (
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

export const alarmRows = (watched: Watched): readonly AlarmRow[] => [
  ...webhookRows(watched),
  ...queueAlarms(watched),
  ...functionRows(watched),
  ...journeyRows(watched),
  ...sweepRows(watched),
  ...mailRows(watched),
  tableRow(watched),
];

function webhookRows({ apiId, names }: Watched): AlarmRow[] {
  const api = (name: string, statistic: string) => metric('AWS/ApiGateway', name, statistic, { ApiId: apiId });
  const row = { section: 'Webhook', periods: 1 } as const;
  return [
    {
      ...row,
      id: 'webhook-5xx',
      metric: api('5xx', 'Sum'),
      threshold: 5,
      says: 'The API answered five calls or more with a server error within five minutes; Stripe repeats its own',
      heading: 'Webhook fails',
    },
    {
      ...row,
      id: 'webhook-slow',
      metric: api('Latency', 'p99'),
      threshold: 5000,
      periods: 3,
      says: 'One call of a hundred has taken five seconds or more for a quarter of an hour',
      heading: 'Webhook is slow',
    },
    {
      ...row,
      id: 'signature-refused',
      metric: ownMetric(names.metrics, 'SignatureRefused', 'Sum'),
      threshold: 5,
      says: 'Five deliveries or more had a wrong signature within five minutes: a wrong secret, or somebody is trying',
      heading: 'Signatures are refused',
    },
  ];
}

function queueAlarms({ names }: Watched): AlarmRow[] {
  const sqs = (name: string, queue: string) => metric('AWS/SQS', name, 'Maximum', { QueueName: queue });
  const waiting = queueNames.flatMap((name): AlarmRow[] => [
    {
      id: `${name}-behind`,
      section: 'Queues',
      metric: sqs('ApproximateAgeOfOldestMessage', names.queue(name)),
      threshold: queueRows[name].oldestSeconds,
      periods: 1,
      says: `A message has waited ${queueRows[name].oldestSeconds / 60} minutes in ${name}`,
      heading: 'Queue is behind',
    },
    {
      id: `${name}-dead`,
      section: 'Queues',
      metric: sqs('ApproximateNumberOfMessagesVisible', names.deadLetters(name)),
      threshold: 1,
      periods: 1,
      says: `A message of ${name} failed eight times and waits in its dead-letter queue`,
      heading: 'Dead letters',
    },
  ]);
  const undelivered: AlarmRow = {
    id: 'undelivered',
    section: 'Queues',
    metric: sqs('ApproximateNumberOfMessagesVisible', names.undelivered),
    threshold: 1,
    periods: 1,
    says: 'A schedule, an event or a mail event could not be handed over',
    heading: 'Undelivered',
  };
  return [...waiting, undelivered];
}

/** A step's passing failures are thrown on purpose, and the machine tries again: many of them are trouble, one is not. */
const manyErrors = (name: FunctionName): number => (name === 'recovery-step' ? 20 : 3);

const functionRows = ({ names }: Watched): AlarmRow[] =>
  (Object.keys(functions) as FunctionName[]).flatMap((name): AlarmRow[] => {
    const lambda = (metricName: string) =>
      metric('AWS/Lambda', metricName, 'Sum', { FunctionName: names.function(name) });
    return [
      {
        id: `${name}-errors`,
        section: 'Functions',
        metric: lambda('Errors'),
        threshold: manyErrors(name),
        periods: 1,
        says: `${name} failed ${manyErrors(name)} times or more within five minutes`,
        heading: 'Function fails',
      },
      {
        id: `${name}-throttled`,
        section: 'Functions',
        metric: lambda('Throttles'),
        threshold: 5,
        periods: 1,
        says: `AWS refused to start ${name} five times or more within five minutes`,
        heading: 'Function is throttled',
      },
    ];
  });

const badEnds = { ExecutionsFailed: 'failed', ExecutionsTimedOut: 'timed out', ExecutionsAborted: 'aborted' } as const;

function journeyRows({ names, arns }: Watched): AlarmRow[] {
  const row = { section: 'Journeys', threshold: 1, periods: 1 } as const;
  const ofMachines = journeys.flatMap((journey): AlarmRow[] => {
    const states = (name: string) => metric('AWS/States', name, 'Sum', { StateMachineArn: arns.machine(journey) });
    return [
      ...Object.entries(badEnds).map(
        ([name, word]): AlarmRow => ({
          ...row,
          id: `${journey}-${word.replace(' ', '-')}`,
          metric: states(name),
          says: `An execution of ${journey} ${word}; its case is still open`,
          heading: 'Executions ended badly',
        }),
      ),
      {
        ...row,
        id: `${journey}-throttled`,
        metric: states('ExecutionThrottled'),
        says: `Step Functions held back steps of ${journey}: the account's rate is used up`,
        heading: 'Executions are throttled',
      },
    ];
  });
  return [
    ...ofMachines,
    {
      ...row,
      id: 'open-executions',
      metric: metric('AWS/States', 'OpenExecutionCount', 'Maximum'),
      // Half of the quota of 1,000,000 an account and region; AWS advises 100,000 or more, since the count is approximate.
      threshold: 500_000,
      says: 'Half of the executions that may be open in this account and region are open',
      heading: 'Many open executions',
    },
    {
      ...row,
      id: 'tokens-not-answered',
      metric: ownMetric(names.metrics, 'TokenNotAnswered', 'Sum'),
      threshold: 3,
      says: 'A waiting step could not be told its news three times or more; the sweep goes on trying',
      heading: 'Tokens are not answered',
    },
  ];
}

function sweepRows({ names }: Watched): AlarmRow[] {
  const row = { section: 'Journeys', threshold: 1, periods: 2 } as const;
  return [
    {
      ...row,
      id: 'sweep-missing',
      metric: ownMetric(names.metrics, 'Sweeps', 'Sum'),
      below: true,
      periods: 1,
      silence: true,
      says: 'No sweep has come to its end for five minutes: late mails and stuck cases are not found',
      heading: 'Sweep is missing',
    },
    {
      ...row,
      id: 'sweep-leaves-rows',
      metric: ownMetric(names.metrics, 'SweepFailedRows', 'Maximum'),
      says: 'The sweep found rows it cannot act on, for ten minutes',
      heading: 'Sweep leaves rows',
    },
    {
      ...row,
      id: 'waits-overdue',
      metric: ownMetric(names.metrics, 'WaitsOverdue', 'Maximum'),
      says: 'Waits are ten minutes past their time and Step Functions has not ended them',
      heading: 'Waits are overdue',
    },
  ];
}

function mailRows({ names }: Watched): AlarmRow[] {
  const row = { section: 'Mail', periods: 1 } as const;
  const own = (name: 'OutboxOldestSeconds' | 'OutboxUnknown' | 'MailWaitsForSes', statistic: string) =>
    ownMetric(names.metrics, name, statistic);
  return [
    {
      ...row,
      id: 'mail-late',
      metric: own('OutboxOldestSeconds', 'Maximum'),
      threshold: 900,
      periods: 2,
      says: 'A mail is a quarter of an hour past the time it should have left',
      heading: 'Mail is late',
    },
    {
      ...row,
      id: 'mail-unknown',
      metric: own('OutboxUnknown', 'Sum'),
      threshold: 5,
      says: 'SES gave no clear answer for five mails or more, and no event has settled them',
      heading: 'Mail of unknown fate',
    },
    {
      ...row,
      id: 'ses-unavailable',
      metric: own('MailWaitsForSes', 'Sum'),
      threshold: 3,
      says: 'SES sends for nobody at the moment: paused, not set up, or it does not answer',
      heading: 'SES does not send',
    },
    ...mailClasses.flatMap((kind) => reputationRows(kind, names)),
  ];
}

/** SES puts an account under review at 5 % bounces and 0.1 % complaints; the metrics are parts of one. */
function reputationRows(kind: (typeof mailClasses)[number], names: Names): AlarmRow[] {
  const set = { 'ses:configuration-set': names.configurationSet(kind) };
  const reputation = (name: string) => metric('AWS/SES', name, 'Maximum', set, Duration.hours(1));
  return [
    {
      id: `${kind}-bounces`,
      section: 'Mail',
      metric: reputation('Reputation.BounceRate'),
      threshold: 0.05,
      periods: 1,
      says: `One ${kind} mail of twenty bounces, or more`,
      heading: 'Bounces',
    },
    {
      id: `${kind}-complaints`,
      section: 'Mail',
      metric: reputation('Reputation.ComplaintRate'),
      threshold: 0.001,
      periods: 1,
      says: `One reader of a thousand, or more, calls ${kind} mail spam`,
      heading: 'Complaints',
    },
  ];
}

/** The table and both indexes together: an index that is throttled holds back the table's writes. */
function tableRow({ names }: Watched): AlarmRow {
  const parts = ['', 'due', 'list'].flatMap((index) =>
    ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
      metric('AWS/DynamoDB', name, 'Sum', {
        TableName: names.table,
        ...(index === '' ? {} : { GlobalSecondaryIndexName: index }),
      }),
    ),
  );
  const usingMetrics = Object.fromEntries(parts.map((part, index) => [`m${index}`, part]));
  const expression = Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ');
  return {
    id: 'table-throttled',
    section: 'Table',
    metric: new MathExpression({ expression, usingMetrics, period: five, label: 'throttled requests' }),
    threshold: 10,
    periods: 1,
    says: 'DynamoDB refused ten reads or writes or more within five minutes for their rate',
    heading: 'Table is throttled',
  };
}

import { type FunctionName, functions } from '../lambdas/registry.ts';
import { type AlarmRow, metric, type Watched } from './alarm-row.ts';
import { journeyRows, reconcilerRows, sweepRows } from './alarms-of-journeys.ts';
import { mailRows, tableRow } from './alarms-of-mail-and-table.ts';
import { ownMetric } from './constructs/own-metrics.ts';
import { queueRows } from './constructs/queues.ts';
import { queueNames } from './names.ts';

export const alarmRows = (watched: Watched): readonly AlarmRow[] => [
  ...webhookRows(watched),
  ...queueAlarms(watched),
  ...functionRows(watched),
  ...journeyRows(watched),
  ...sweepRows(watched),
  ...reconcilerRows(watched),
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
const manyErrors = (name: FunctionName): number => (name === 'recovery-step' ? 20 : name === 'card-scan' ? 1 : 3);

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

import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmRow, five, metric, type Watched } from './alarm-row.ts';
import { ownMetric } from './constructs/own-metrics.ts';
import { mailClasses, type Names } from './names.ts';

export function mailRows({ names }: Watched): AlarmRow[] {
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
export function tableRow({ names }: Watched): AlarmRow {
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

import { readFileSync } from 'node:fs';
import type { Check } from './checks.ts';
import { deviations, differences, unless } from './differences.ts';
import { alarms, filters } from './expected.ts';
import { at, list, namer, ofType, text } from './template.ts';

const comparisons: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
};

const alarmsCheck: Check = (templates) => {
  const named = namer(templates);
  const found = ofType(templates.retention, 'CloudWatch::Alarm').map(([, one]) => one);
  const told = (actions: unknown) => list(actions).map(named).join() === 'holdfast-prod-alarms';
  return [
    ...differences(
      Object.entries(alarms).map(([id, looks]) => `${id}: ${looks}`),
      found.map((one) => `${text(one.AlarmName).replace('holdfast-prod-', '')}: ${looksAt(one, named)}`),
    ),
    ...found
      .filter((one) => !told(one.AlarmActions) || !told(one.OKActions) || one.ActionsEnabled === false)
      .map((one) => `${text(one.AlarmName)} tells nobody`),
    ...found
      .filter((one) => !(Number(one.EvaluationPeriods) >= 1))
      .map((one) => `${text(one.AlarmName)} has no periods`),
  ];
};

function looksAt(one: Record<string, unknown>, named: (value: unknown) => string): string {
  const limit = `${comparisons[text(one.ComparisonOperator)] ?? '?'} ${one.Threshold}`;
  const silence = one.TreatMissingData === 'notBreaching' ? '' : `, silence is ${text(one.TreatMissingData)}`;
  if (one.Metrics !== undefined) return `${throttleMetrics(list(one.Metrics), named)} ${limit}${silence}`;
  const [dimension] = list(one.Dimensions ?? []).map((each) => named(at(each, 'Value')));
  const of = dimension === undefined ? '' : ` of ${dimension}`;
  const statistic = text(one.Statistic) || text(one.ExtendedStatistic);
  const period = one.Period === (one.Namespace === 'AWS/SES' ? 3600 : 300) ? '' : `, every ${one.Period} s`;
  return `${text(one.Namespace)} ${text(one.MetricName)} ${statistic}${of} ${limit}${period}${silence}`;
}

/** One expression over reads and writes of the table and of each index. */
function throttleMetrics(metrics: readonly unknown[], named: (value: unknown) => string): string {
  const parts = metrics.filter(
    (one) =>
      at(one, 'MetricStat.Metric.Namespace') === 'AWS/DynamoDB' &&
      at(one, 'MetricStat.Stat') === 'Sum' &&
      at(one, 'MetricStat.Period') === 300 &&
      at(one, 'ReturnData') === false,
  );
  const words = parts.map((one) => {
    const dimensions = list(at(one, 'MetricStat.Metric.Dimensions')).map(
      (each) => `${text(at(each, 'Name'))}=${named(at(each, 'Value'))}`,
    );
    return `${text(at(one, 'MetricStat.Metric.MetricName'))} ${dimensions.sort().join(' ')}`;
  });
  const expected = ['', 'GlobalSecondaryIndexName=due ', 'GlobalSecondaryIndexName=list '].flatMap((where) =>
    ['ReadThrottleEvents', 'WriteThrottleEvents'].map((what) => `${what} ${where}TableName=holdfast-prod`),
  );
  const sum = text(
    at(
      metrics.find((one) => at(one, 'Expression') !== undefined),
      'Expression',
    ),
  );
  const whole = differences(expected, words).length === 0 && sum.split(' + ').length === 6;
  return whole
    ? 'six throttle metrics of the table and its indexes'
    : `a part of the throttle metrics (${words.join(', ')})`;
}

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const sections = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')).toLowerCase().replaceAll(' ', '-'), section]),
);

/** A sentence for somebody who is woken by it, and a heading that says what to do. */
const sentences: Check = ({ retention }) =>
  ofType(retention, 'CloudWatch::Alarm').flatMap(([, one]) => {
    const [, sentence, anchor = ''] =
      /^([A-Za-z].{20,}?)\. What to do: docs\/runbook\.md#([a-z-]+)$/.exec(text(one.AlarmDescription)) ?? [];
    const section = sections.get(anchor) ?? '';
    return [
      ...unless(sentence !== undefined, `${text(one.AlarmName)} has no sentence`),
      ...['Description', 'Investigation', 'Resolution']
        .filter((part) => !section.includes(`**${part}.**`))
        .map((part) => `${text(one.AlarmName)}: the runbook has no ${part} under "${anchor}"`),
    ];
  });

const filtersCheck: Check = (templates) => {
  const named = namer(templates);
  const found = ofType(templates.retention, 'Logs::MetricFilter').map(([, one]) => {
    const metric = list(one.MetricTransformations)[0];
    const space = text(at(metric, 'MetricNamespace'));
    return `${text(at(metric, 'MetricName'))} = ${text(at(metric, 'MetricValue'))} of ${named(one.LogGroupName)} ${text(one.FilterPattern)}${space === 'Holdfast/prod' ? '' : ` in ${space}`}`;
  });
  return differences(filters, found);
};

const groups = [
  'recovery-step',
  'case-attention',
  'billing-events',
  'stripe-webhook',
  'dispatcher',
  'sweep',
  'card-scan',
  'reconciler',
  'execution-events',
  'mail-events',
  'pages',
  'app',
  'webhooks-out',
  'access',
];

const logs: Check = ({ retention }) => {
  const found = ofType(retention, 'Logs::LogGroup');
  return [
    ...differences(
      [...groups.map((name) => `/holdfast/prod/${name}`), '/aws/vendedlogs/states/holdfast-prod-payment-recovery'],
      found.map(([, { LogGroupName }]) => text(LogGroupName)),
    ),
    ...found
      .filter(([, { RetentionInDays }]) => RetentionInDays !== 90)
      .map(([, { LogGroupName }]) => `${text(LogGroupName)} is not kept for 90 days`),
  ];
};

const dashboard: Check = ({ retention }) => {
  const [found] = ofType(retention, 'CloudWatch::Dashboard').map(([, one]) => one);
  const body = JSON.stringify(found?.DashboardBody ?? '');
  return [
    ...unless(found?.DashboardName === 'holdfast-prod', 'there is no dashboard'),
    ...['Webhook', 'Queues', 'Functions', 'Journeys', 'Mail', 'Table', 'Alarms']
      .filter((title) => !body.includes(`\\"title\\":\\"${title}\\"`))
      .map((title) => `the dashboard has no part ${title}`),
  ];
};

const budget: Check = ({ retention }) => {
  const [found] = ofType(retention, 'Budgets::Budget').map(([, one]) => one);
  const told = list(found?.NotificationsWithSubscribers ?? []).map((one) => {
    const { NotificationType, Threshold, ThresholdType, ComparisonOperator } = Object(at(one, 'Notification'));
    const [to] = list(at(one, 'Subscribers')).map((each) => `${at(each, 'SubscriptionType')} ${at(each, 'Address')}`);
    return `${NotificationType} ${ComparisonOperator} ${Threshold} ${ThresholdType} → ${to}`;
  });
  return [
    ...deviations(
      'budget',
      {
        'Budget.BudgetName': 'holdfast-prod-spending',
        'Budget.BudgetType': 'COST',
        'Budget.TimeUnit': 'MONTHLY',
        'Budget.BudgetLimit.Amount': 120,
        'Budget.BudgetLimit.Unit': 'USD',
      },
      (path) => at(found, path),
    ),
    ...differences(
      [
        'ACTUAL GREATER_THAN 80 PERCENTAGE → EMAIL ops@northwind.test',
        'FORECASTED GREATER_THAN 100 PERCENTAGE → EMAIL ops@northwind.test',
      ],
      told,
    ),
    ...unless(sections.has('spending'), 'the runbook says nothing on spending'),
  ];
};

export const watchChecks = { alarms: alarmsCheck, sentences, filters: filtersCheck, logs, dashboard, budget } as const;

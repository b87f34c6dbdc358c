import { Aws, Duration } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import {
  Alarm,
  AlarmStatusWidget,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlarmRow, Heading, Watched } from '../alarm-row.ts';
import { alarmRows } from '../alarm-rows.ts';
import type { Names } from '../names.ts';
import type { Stage } from '../stages.ts';

/** As a heading is addressed on a page. */
export const anchorOf = (heading: Heading | 'Spending'): string => heading.toLowerCase().replaceAll(' ', '-');

const runbook = (heading: Heading | 'Spending'): string => `What to do: docs/runbook.md#${anchorOf(heading)}`;

/** Who is told: one topic, one mail address, which confirms once. */
export function peopleTopic(scope: Construct, names: Names, alarmMail: string): Topic {
  const topic = new Topic(scope, 'People', {
    topicName: names.alarms,
    displayName: 'Holdfast',
    enforceSSL: true,
  });
  topic.grantPublish(
    new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  topic.addSubscription(new EmailSubscription(alarmMail));
  return topic;
}

export interface WatchProps extends Watched {
  readonly stage: Stage;
  readonly people: Topic;
  readonly alarmMail: string;
}

/** Every alarm of the table, the same metrics on one page, and what it may cost. */
export class Watch extends Construct {
  constructor(scope: Construct, props: WatchProps) {
    super(scope, 'Watch');
    const rows = alarmRows(props);
    const alarms = rows.map((row) => this.#alarm(row, props));
    this.#dashboard(rows, alarms, props.names);
    this.#budget(props);
  }

  #alarm(row: AlarmRow, { names, people }: WatchProps): Alarm {
    const alarm = new Alarm(this, row.id, {
      alarmName: names.alarm(row.id),
      alarmDescription: `${row.says}. ${runbook(row.heading)}`,
      metric: row.metric,
      threshold: row.threshold,
      evaluationPeriods: row.periods,
      comparisonOperator: row.below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: row.silence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    const tell = new SnsAction(people);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    return alarm;
  }

  #dashboard(rows: readonly AlarmRow[], alarms: readonly Alarm[], names: Names): void {
    const sections = [...new Set(rows.map(({ section }) => section))];
    const graphs = sections.map(
      (section) =>
        new GraphWidget({
          title: section,
          width: 12,
          height: 6,
          left: rows.filter((row) => row.section === section).map(({ metric }) => metric),
        }),
    );
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: names.dashboard,
      defaultInterval: Duration.days(1),
    });
    dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 6 }));
    for (let at = 0; at < graphs.length; at += 2) dashboard.addWidgets(...graphs.slice(at, at + 2));
  }

  /** The account as a whole: a budget by tag would stay at zero until somebody activates the tag in the billing console. */
  #budget({ names, stage, alarmMail }: WatchProps): void {
    const tell = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
      subscribers: [{ subscriptionType: 'EMAIL', address: alarmMail }],
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: names.alarm('spending'),
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: stage.budgetUsd, unit: 'USD' },
      },
      notificationsWithSubscribers: [tell('ACTUAL', 80), tell('FORECASTED', 100)],
    });
  }
}

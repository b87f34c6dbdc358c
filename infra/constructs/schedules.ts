import { Aws, Duration } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { FunctionName } from '../../lambdas/registry.ts';
import type { Arns, Names } from '../names.ts';
import { ownRole } from './own-role.ts';
import type { RetentionFunction } from './retention-function.ts';

export interface ScheduleRow {
  readonly name: string;
  readonly expression: string;
  /** UTC where every hour counts: a local hour is skipped in spring and comes twice in autumn (facts aws §1.5). */
  readonly zone: string;
  readonly function: FunctionName;
  readonly why: string;
  /** How late a start is still of use. */
  readonly oldest: Duration;
}

export const schedules: readonly ScheduleRow[] = [
  {
    name: 'sweep',
    expression: 'rate(1 minute)',
    zone: 'UTC',
    function: 'sweep',
    why: 'finds what is due and what got stuck',
    oldest: Duration.seconds(60),
  },
  {
    name: 'card-scan',
    expression: 'cron(0 6 * * ? *)',
    zone: 'UTC',
    function: 'card-scan',
    why: 'finds cards that expire before their next charge',
    oldest: Duration.hours(6),
  },
  {
    name: 'reconcile',
    // Each call goes on for four minutes where the one before stopped, and rests when the night's run is done.
    expression: 'cron(* 2-5 * * ? *)',
    zone: 'UTC',
    function: 'reconciler',
    why: 'compares Stripe with our rows and heals both',
    oldest: Duration.seconds(60),
  },
];

export interface SchedulesProps {
  readonly names: Names;
  readonly arns: Arns;
  readonly functionOf: (name: FunctionName) => RetentionFunction;
}

export class Schedules extends Construct {
  constructor(scope: Construct, props: SchedulesProps) {
    super(scope, 'Schedules');
    const group = new CfnScheduleGroup(this, 'Group', { name: props.names.schedules });
    const { role } = ownRole(this, {
      name: props.names.role('schedules'),
      principal: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      permissions: [
        { actions: ['lambda:InvokeFunction'], resources: schedules.map((row) => props.arns.function(row.function)) },
        { actions: ['sqs:SendMessage'], resources: [props.arns.undelivered] },
      ],
    });
    for (const row of schedules) this.#plan(row, group, role.roleArn, props);
  }

  #plan(row: ScheduleRow, group: CfnScheduleGroup, roleArn: string, { arns, functionOf }: SchedulesProps): void {
    const { lambda } = functionOf(row.function);
    new CfnSchedule(this, row.name, {
      name: row.name,
      groupName: group.ref,
      description: `Holdfast: ${row.why}`,
      scheduleExpression: row.expression,
      scheduleExpressionTimezone: row.zone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: lambda.functionArn,
        roleArn,
        input: JSON.stringify({ schedule: row.name }),
        retryPolicy: { maximumEventAgeInSeconds: row.oldest.toSeconds(), maximumRetryAttempts: 2 },
        deadLetterConfig: { arn: arns.undelivered },
      },
    });
    // Lambda would run a failed call again beside the next one that is due: the next one is enough.
    new CfnEventInvokeConfig(functionOf(row.function), 'StartedBySchedule', {
      functionName: lambda.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: row.oldest.toSeconds(),
    });
  }
}

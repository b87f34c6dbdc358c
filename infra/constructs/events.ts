import { CfnEventBus, CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { webhookEventTypes } from '../../lambdas/kernel/config/webhook-events.ts';
import { type Arns, journeys, type Names } from '../names.ts';
import type { Queues } from './queues.ts';

export interface EventsProps {
  readonly stage: string;
  readonly names: Names;
  readonly arns: Arns;
  readonly queues: Queues;
  readonly people: Topic;
  readonly tellsEndpoints: boolean;
}

/** Our own bus, its alerts to people; and from the account's bus, how executions of our machines ended. */
export class Events extends Construct {
  constructor(scope: Construct, props: EventsProps) {
    super(scope, 'Events');
    const bus = new CfnEventBus(this, 'Bus', {
      name: props.names.bus,
      description: 'What Holdfast did and decided, for your own integrations',
    });
    this.#alerts(bus, props);
    this.#webhooks(bus, props);
    this.#executionStatus(props);
  }

  /** A sentence instead of JSON: it is a mail to a person. */
  #alerts(bus: CfnEventBus, { stage, queues, people }: EventsProps): void {
    const rule = new CfnRule(this, 'Alerts', {
      eventBusName: bus.attrName,
      description: 'Alerts of the product reach the people who get the alarms',
      eventPattern: { source: ['holdfast'], 'detail-type': ['alert'] },
      targets: [
        {
          id: 'people',
          arn: people.topicArn,
          deadLetterConfig: { arn: queues.undelivered.queueArn },
          inputTransformer: {
            inputPathsMap: {
              alert: '$.detail.alert',
              account: '$.detail.account',
              case: '$.detail.case',
              why: '$.detail.why',
              problem: '$.detail.problem',
            },
            inputTemplate: `"Holdfast ${stage}: <alert>. Account <account>, case <case>. <why> <problem> What to do: docs/runbook.md, heading <alert>."`,
          },
        },
      ],
    });
    people.grantPublish(fromRule(rule));
    allow(queues.undelivered, rule);
  }

  /** What your own endpoints may be told. Without endpoints nothing listens, and nothing is paid for. */
  #webhooks(bus: CfnEventBus, { queues, tellsEndpoints }: EventsProps): void {
    const rule = new CfnRule(this, 'Webhooks', {
      eventBusName: bus.attrName,
      description: 'Events of the product that go out as webhooks',
      state: tellsEndpoints ? 'ENABLED' : 'DISABLED',
      eventPattern: { source: ['holdfast'], 'detail-type': webhookEventTypes },
      targets: [
        {
          id: 'webhooks-out',
          arn: queues.live('webhooks-out').queueArn,
          deadLetterConfig: { arn: queues.undelivered.queueArn },
        },
      ],
    });
    allow(queues.live('webhooks-out'), rule);
    allow(queues.undelivered, rule);
  }

  /** Best effort by AWS's own words, so the sweep finds the same later. */
  #executionStatus({ arns, queues }: EventsProps): void {
    const rule = new CfnRule(this, 'ExecutionStatus', {
      description: 'Executions of our machines that ended, however they ended',
      eventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: journeys.map(arns.machine),
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [
        {
          id: 'execution-events',
          arn: queues.live('execution-events').queueArn,
          deadLetterConfig: { arn: queues.undelivered.queueArn },
        },
      ],
    });
    allow(queues.live('execution-events'), rule);
    allow(queues.undelivered, rule);
  }
}

const fromRule = (rule: CfnRule): ServicePrincipal =>
  new ServicePrincipal('events.amazonaws.com', { conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } } });

const allow = (queue: Queue, rule: CfnRule): void =>
  void queue.addToResourcePolicy(
    new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn], principals: [fromRule(rule)] }),
  );

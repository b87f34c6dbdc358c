import { Aws } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnConfigurationSet, CfnConfigurationSetEventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { mailClasses, type Names } from '../names.ts';
import type { Queues } from './queues.ts';

/** What the product acts on. A delivery changes nothing for it, and would double the events. */
export const mailEvents = ['SEND', 'REJECT', 'BOUNCE', 'COMPLAINT'] as const;

/** Two sets on purpose: a complaint about a newsletter must not stop a payment notice. Their events reach one queue. */
export class Mail extends Construct {
  constructor(scope: Construct, { names, queues }: { readonly names: Names; readonly queues: Queues }) {
    super(scope, 'Mail');
    const topic = new Topic(this, 'Events', { topicName: names.mailTopic, enforceSSL: true });
    const granted = topic.grantPublish(
      new ServicePrincipal('ses.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    topic.addSubscription(
      new SqsSubscription(queues.live('mail-events'), {
        rawMessageDelivery: true,
        deadLetterQueue: queues.undelivered,
      }),
    );
    for (const kind of mailClasses) {
      const set = new CfnConfigurationSet(this, kind, {
        name: names.configurationSet(kind),
        deliveryOptions: { tlsPolicy: 'REQUIRE' },
        reputationOptions: { reputationMetricsEnabled: true },
        sendingOptions: { sendingEnabled: true },
        suppressionOptions: { suppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      });
      const destination = new CfnConfigurationSetEventDestination(this, `${kind}-events`, {
        configurationSetName: set.ref,
        eventDestination: {
          name: 'mail-events',
          enabled: true,
          matchingEventTypes: [...mailEvents],
          snsDestination: { topicArn: topic.topicArn },
        },
      });
      // SES tries the topic when the destination is made.
      granted.applyBefore(destination);
    }
  }
}

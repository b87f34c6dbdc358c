import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type FunctionName, functions } from '../lambdas/registry.ts';
import type { CodeOf } from './add-stage.ts';
import { Events } from './constructs/events.ts';
import { Journey } from './constructs/journey.ts';
import { Mail } from './constructs/mail.ts';
import { OwnMetrics } from './constructs/own-metrics.ts';
import { consume, Queues, receivers } from './constructs/queues.ts';
import { RetentionFunction, type Values } from './constructs/retention-function.ts';
import { Schedules } from './constructs/schedules.ts';
import { peopleTopic, Watch } from './constructs/watch.ts';
import { routes, WebhookApi } from './constructs/webhook-api.ts';
import { arnsOf, journeys, namesOf } from './names.ts';
import { dnsOutput, environmentNames, outputName } from './outputs.ts';
import type { Senders } from './permissions.ts';
import type { Stage } from './stages.ts';

export interface RetentionStackProps extends StackProps {
  readonly stage: Stage;
  readonly codeOf: CodeOf;
  readonly alarmMail: string;
  readonly senders: Senders;
  /** Whether your configuration has endpoints that this stage tells. */
  readonly tellsEndpoints: boolean;
}

/** What may be replaced: everything that runs. Nothing here is the only copy of anything. */
export class RetentionStack extends Stack {
  readonly #functions = new Map<FunctionName, RetentionFunction>();

  constructor(scope: Construct, id: string, props: RetentionStackProps) {
    super(scope, id, props);
    const { stage, alarmMail, tellsEndpoints } = props;
    const names = namesOf(stage.name);
    const arns = arnsOf(stage.name);
    const queues = new Queues(this, names);
    const api = new WebhookApi(this, { names, stage });
    const values = this.#values(stage, api.baseUrl);
    const people = peopleTopic(this, names, alarmMail);

    for (const name of Object.keys(functions) as FunctionName[]) this.#add(name, props, values);
    for (const { name, queue } of receivers) consume(this.#of(name), queue, queues, stage);
    for (const route of routes) api.add(route, this.#of(route.function));
    for (const journey of journeys) new Journey(this, { journey, names, arns, stage });
    new Schedules(this, { names, arns, functionOf: (name) => this.#of(name) });
    new Events(this, { stage: stage.name, names, arns, queues, people, tellsEndpoints });
    new Mail(this, { names, queues });
    new OwnMetrics(this, names.metrics, (name) => this.#of(name).logs);
    new Watch(this, { names, arns, apiId: api.api.ref, stage, people, alarmMail });
    this.#say(values, api, alarmMail, arns.machine('payment-recovery'));
  }

  #add(name: FunctionName, { stage, codeOf, senders }: RetentionStackProps, values: Values): void {
    const [names, arns] = [namesOf(stage.name), arnsOf(stage.name)];
    const made = new RetentionFunction(this, { name, names, arns, senders, stage, values, code: codeOf(name) });
    this.#functions.set(name, made);
  }

  #of(name: FunctionName): RetentionFunction {
    const found = this.#functions.get(name);
    if (!found) throw new Error(`function "${name}" is used before it is made`);
    return found;
  }

  /** Names and addresses of our own things, never a secret: the same for every function that asks for one. */
  #values(stage: Stage, baseUrl: string): Values {
    const [names, arns] = [namesOf(stage.name), arnsOf(stage.name)];
    return {
      STAGE: stage.name,
      LIVEMODE: String(stage.livemode),
      TABLE_NAME: names.table,
      BUS_NAME: names.bus,
      PAYMENT_RECOVERY_ARN: arns.liveMachine('payment-recovery'),
      STRIPE_KEY_SECRET: names.secrets.stripeKey,
      WEBHOOK_SECRET: names.secrets.webhook,
      LINK_KEYS_SECRET: names.secrets.linkKeys,
      APP_KEYS_SECRET: names.secrets.appKeys,
      WEBHOOK_KEYS_SECRET: names.secrets.webhookKeys,
      BASE_URL: baseUrl,
      BILLING_EVENTS_QUEUE_URL: arns.queueUrl('billing-events'),
      OUTBOX_QUEUE_URL: arns.queueUrl('outbox'),
      EXECUTION_EVENTS_QUEUE_URL: arns.queueUrl('execution-events'),
      MAIL_EVENTS_QUEUE_URL: arns.queueUrl('mail-events'),
      WEBHOOKS_OUT_QUEUE_URL: arns.queueUrl('webhooks-out'),
    };
  }

  #say(values: Values, api: WebhookApi, alarmMail: string, machine: string): void {
    const say = (name: string, value: string, description: string) => new CfnOutput(this, name, { value, description });
    for (const name of environmentNames) say(outputName(name), values[name], `${name} for npm run ops -- --aws`);
    say('WebhookUrl', `${api.baseUrl}/webhooks/stripe`, 'The endpoint to enter in Stripe');
    say('ConsoleUrl', consoleUrl(machine), 'Where executions are watched');
    say('AlarmMail', alarmMail, 'Who has to confirm the subscription to the alarms, once');
    if (api.target)
      say(dnsOutput(1), `CNAME ${new URL(api.baseUrl).host} ${api.target}`, 'Put this record into your DNS');
  }
}

const consoleUrl = (machine: string): string =>
  `https://${Aws.REGION}.console.aws.amazon.com/states/home?region=${Aws.REGION}#/statemachines/view/${machine}`;

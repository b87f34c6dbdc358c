import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { tableDefinition } from '../lambdas/adapters/dynamodb/table-definition.ts';
import { accept } from './constructs/accept.ts';
import { MailDomain } from './constructs/mail-domain.ts';
import { type Names, namesOf } from './names.ts';
import { dnsOutput } from './outputs.ts';
import type { Stage } from './stages.ts';

export interface DataStackProps extends StackProps {
  readonly stage: Stage;
  readonly mailDomains: readonly string[];
  readonly reportsTo: string;
}

/** What must survive whatever happens to the rest: the table, the secrets, and the domains whose DNS you have set. */
export class DataStack extends Stack {
  readonly #stage: Stage;
  readonly #names: Names;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: props.stage.keepsData });
    this.#stage = props.stage;
    this.#names = namesOf(props.stage.name);
    this.#table();
    this.#secrets();
    if (props.stage.own.mailDomains === 'create') this.#domains(props.mailDomains, props.reportsTo);
  }

  get #removal(): RemovalPolicy {
    return this.#stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }

  #table(): void {
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    new TableV2(this, 'Table', {
      tableName: this.#names.table,
      partitionKey: text(tableDefinition.pk),
      sortKey: text(tableDefinition.sk),
      billing: Billing.onDemand(),
      timeToLiveAttribute: tableDefinition.ttl,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: this.#stage.recoveryDays,
      },
      deletionProtection: this.#stage.keepsData,
      removalPolicy: this.#removal,
      globalSecondaryIndexes: tableDefinition.indexes.map(({ name, pk, sk }) => ({
        indexName: name,
        partitionKey: text(pk),
        sortKey: text(sk),
      })),
    });
  }

  /** Made with a text that is no key, which a function refuses by name until you have put the right one in. */
  #secrets(): void {
    const { stripeKey, webhook, linkKeys, appKeys, webhookKeys } = this.#names.secrets;
    const mode = this.#stage.livemode ? 'live' : 'test';
    this.#secret('StripeKey', stripeKey, `a restricted Stripe key of ${mode} mode`, {});
    this.#secret('WebhookSecret', webhook, 'the signing secret of the Stripe endpoint, or a JSON list of two', {});
    // CloudFormation can only put a generated text into an object; the reader takes it for a list of one.
    const first = { secretStringTemplate: JSON.stringify({ id: 'first' }), generateStringKey: 'secret' };
    this.#secret('LinkKeys', linkKeys, 'the keys that sign links, the signing one first', first);
    this.#secret('AppKeys', appKeys, 'the keys your own server mints tokens with, the newest first', first);
    // 48 letters and digits are base64 of 36 bytes.
    this.#secret('WebhookKeys', webhookKeys, 'the keys that sign what your own endpoints are sent', {
      secretStringTemplate: '{}',
      generateStringKey: 'default',
    });
  }

  #secret(
    id: string,
    secretName: string,
    description: string,
    template: { readonly secretStringTemplate?: string; readonly generateStringKey?: string },
  ): void {
    const secret = new Secret(this, id, {
      secretName,
      description: `Holdfast ${this.#stage.name}: ${description}`,
      removalPolicy: this.#removal,
      generateSecretString: { passwordLength: 48, excludePunctuation: true, ...template },
    });
    accept(
      secret,
      'SMG4',
      'Stripe, your server and the links in sent mails need both keys for a while: rolled by hand, see the runbook',
    );
  }

  #domains(domains: readonly string[], reportsTo: string): void {
    const records = domains.flatMap(
      (domain) => new MailDomain(this, domain, { reportsTo, removal: this.#removal }).records,
    );
    for (const [index, value] of records.entries())
      new CfnOutput(this, dnsOutput(index + 1), { value, description: 'Put this record into your DNS' });
  }
}

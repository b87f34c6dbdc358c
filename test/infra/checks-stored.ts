import type { Check } from './checks.ts';
import { deviations, differences, unless } from './differences.ts';
import { values } from './expected.ts';
import { at, list, ofType, type Resource, text } from './template.ts';

const kept = (id: string, resource: Resource | undefined): readonly string[] =>
  ['DeletionPolicy', 'UpdateReplacePolicy']
    .filter((key) => Object(resource)[key] !== 'Retain')
    .map((key) => `${id}: ${key} is not Retain`);

const table: Check = ({ data }) => {
  const [found, ...more] = ofType(data, 'DynamoDB::GlobalTable');
  if (!found || more.length > 0) return ['there is not exactly one table'];
  const [id, properties] = found;
  const replica = list(properties.Replicas)[0];
  const indexes = list(properties.GlobalSecondaryIndexes).map(
    (one) =>
      `${text(at(one, 'IndexName'))} ${keysOf(at(one, 'KeySchema'))} ${text(at(one, 'Projection.ProjectionType'))}`,
  );
  return [
    ...kept(id, data.Resources[id]),
    ...differences(['due duePk dueSk ALL', 'list listPk listSk ALL'], indexes),
    ...differences(
      ['due', 'list'],
      list(at(replica, 'GlobalSecondaryIndexes')).map((one) => text(at(one, 'IndexName'))),
    ),
    ...unless(keysOf(properties.KeySchema) === 'pk sk', 'the keys are not pk and sk'),
    ...deviations(
      'table',
      {
        TableName: values.TABLE_NAME,
        BillingMode: 'PAY_PER_REQUEST',
        'TimeToLiveSpecification.AttributeName': 'ttl',
        'TimeToLiveSpecification.Enabled': true,
      },
      (path) => at(properties, path),
    ),
    ...deviations(
      'table',
      {
        'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled': true,
        'PointInTimeRecoverySpecification.RecoveryPeriodInDays': 35,
        DeletionProtectionEnabled: true,
      },
      (path) => at(replica, path),
    ),
  ];
};

const keysOf = (schema: unknown): string =>
  list(schema)
    .map((one) => text(at(one, 'AttributeName')))
    .join(' ');

const secrets: Check = ({ data }) => {
  const found = ofType(data, 'SecretsManager::Secret');
  const {
    STRIPE_KEY_SECRET = '',
    WEBHOOK_SECRET = '',
    LINK_KEYS_SECRET = '',
    APP_KEYS_SECRET = '',
    WEBHOOK_KEYS_SECRET = '',
  } = values;
  const madeAs = (name: string) => found.find(([, { Name }]) => Name === name)?.[1].GenerateSecretString;
  return [
    ...differences(
      [STRIPE_KEY_SECRET, WEBHOOK_SECRET, LINK_KEYS_SECRET, APP_KEYS_SECRET, WEBHOOK_KEYS_SECRET],
      found.map(([, { Name }]) => text(Name)),
    ),
    ...found.flatMap(([id]) => kept(id, data.Resources[id])),
    ...found
      .filter(([, one]) => one.SecretString !== undefined)
      .map(([id]) => `${id} holds a text that stands in the template`),
    ...found.flatMap(([id, one]) =>
      unless(at(one, 'GenerateSecretString.PasswordLength') === 48, `${id} is made without a text`),
    ),
    ...deviations('webhook keys', { SecretStringTemplate: '{}', GenerateStringKey: 'default' }, (path) =>
      at(madeAs(WEBHOOK_KEYS_SECRET), path),
    ),
    ...[LINK_KEYS_SECRET, APP_KEYS_SECRET].flatMap((name) =>
      deviations(name, { SecretStringTemplate: '{"id":"first"}', GenerateStringKey: 'secret' }, (path) =>
        at(madeAs(name), path),
      ),
    ),
  ];
};

const domains = ['northwind.test', 'hello.northwind.test'];

const mailDomains: Check = ({ data }) => {
  const found = ofType(data, 'SES::EmailIdentity');
  const spoken = Object.values(data.Outputs ?? {}).map(({ Value }) => text(Value));
  const records = domains.flatMap((domain) => [
    `MX bounce.${domain} 10 feedback-smtp.{AWS::Region}.amazonses.com`,
    `TXT bounce.${domain} "v=spf1 include:amazonses.com ~all"`,
    `TXT _dmarc.${domain} "v=DMARC1; p=none; rua=mailto:ops@northwind.test"`,
  ]);
  return [
    ...differences(
      domains,
      found.map(([, { EmailIdentity }]) => text(EmailIdentity)),
    ),
    ...found.flatMap(([id, properties]) => [
      ...kept(id, data.Resources[id]),
      ...deviations(
        id,
        {
          'DkimAttributes.SigningEnabled': true,
          'DkimSigningAttributes.NextSigningKeyLength': 'RSA_2048_BIT',
          'MailFromAttributes.MailFromDomain': `bounce.${text(properties.EmailIdentity)}`,
          'MailFromAttributes.BehaviorOnMxFailure': 'USE_DEFAULT_VALUE',
          'FeedbackAttributes.EmailForwardingEnabled': false,
        },
        (path) => at(properties, path),
      ),
    ]),
    ...records.filter((record) => !spoken.includes(record)).map((record) => `nobody is told of the record ${record}`),
    ...unless(spoken.filter((record) => record.startsWith('CNAME ')).length === 6, 'not all six DKIM records are told'),
  ];
};

export const storedChecks = { table, secrets, 'mail domains': mailDomains } as const;

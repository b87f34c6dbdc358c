/** How far a price can be trusted: A read at AWS, B a dated page that quotes AWS, C not confirmed. */
export type Confidence = 'A' | 'B' | 'C';

export interface Price {
  readonly service: string;
  /** Of one unit, in us-east-1. */
  readonly usd: number;
  readonly unit: string;
  readonly source: string;
  /** Of the source; "unconfirmed" where none was found. */
  readonly date: string;
  readonly confidence: Confidence;
}

const guide = 'wring.co, Step Functions pricing guide';
const plans = 'wraps, SES plans (GitHub file id 71020585028)';
const none = 'general knowledge';

/**
 * us-east-1, dollars, compiled 2026-11-24. No live price list could be reached then: compare with the list in your own
 * region before you rely on a figure. Free tiers are left out, so the bill never comes out higher than printed because
 * one ended.
 */
export const prices = {
  'sfn.standard.transition': row('Step Functions', 2.5e-5, 'transition', guide, '2026-03-14', 'B'),
  'lambda.request': row(
    'Lambda',
    2e-7,
    'request',
    'AWS Pricing API copy (GitHub file id 40101578146)',
    '2025-10-28',
    'B',
  ),
  'lambda.arm.gbs': row(
    'Lambda',
    1.33334e-5,
    'GB-second',
    'price-list snapshot (GitHub file id 67603309630)',
    '2026-09-05',
    'B',
  ),
  'ddb.wru': row('DynamoDB', 6.25e-7, 'WRU', 'airbyte.com, DynamoDB pricing', '2025-07-21', 'B'),
  'ddb.rru': row('DynamoDB', 1.25e-7, 'RRU', 'airbyte.com, DynamoDB pricing', '2025-07-21', 'B'),
  'ddb.storage': row('DynamoDB', 0.25, 'GB-month', 'GitHub file id 66801246473', '2026', 'B'),
  'ddb.pitr': row('DynamoDB', 0.2, 'GB-month', none, 'unconfirmed', 'C'),
  'eb.custom_event': row('EventBridge', 1e-6, 'event', 'cloudburn.io, EventBridge pricing', '2026-03-13', 'B'),
  'eb.scheduler': row('EventBridge', 1e-6, 'invocation', 'cloudburn.io, EventBridge pricing', '2026-03-13', 'B'),
  'ses.essentials': row('SES', 1.6e-4, 'recipient', plans, '2026-07-24', 'B'),
  'ses.alacarte': row('SES', 1e-4, 'recipient', plans, '2026-07-24', 'B'),
  'apigw.http': row('API Gateway', 1e-6, 'request', 'awsforengineers.com', '2025-05-19', 'B'),
  'sqs.standard': row('SQS', 4e-7, 'request', 'price-list snapshot (GitHub file id 67603309630)', '2026-09-05', 'B'),
  'sns.publish': row('SNS', 5e-7, 'request', 'GitHub file ids 65945895685, 66801246473', '2026-09-11', 'B'),
  'cw.logs.ingest': row('CloudWatch', 0.5, 'GB', 'factualminds.com; cloudcostcutter.cloud', '2026-06-13', 'B'),
  'cw.logs.storage': row('CloudWatch', 0.03, 'GB-month', 'GitHub file id 1358652895', '2026', 'B'),
  'cw.metric': row('CloudWatch', 0.3, 'metric-month', 'signoz.io, CloudWatch pricing', '2026-02-15', 'B'),
  'cw.alarm': row(
    'CloudWatch',
    0.1,
    'alarm-metric-month',
    'GitHub file ids 65945895685, 71526137965',
    '2026-09-11',
    'B',
  ),
  'cw.dashboard': row('CloudWatch', 3, 'month', 'factualminds.com', '2026-06-13', 'B'),
  'xray.trace': row('X-Ray', 5e-6, 'trace', none, 'unconfirmed', 'C'),
  'secrets.secret': row('Secrets Manager', 0.4, 'secret-month', 'GitHub file id 27473976754', '2026', 'B'),
  'secrets.api': row('Secrets Manager', 5e-6, 'call', none, 'unconfirmed', 'C'),
  'transfer.out': row('Data transfer', 0.09, 'GB', 'awsforengineers.com', '2025-05-19', 'B'),
} as const satisfies Readonly<Record<string, Price>>;

export type PriceId = keyof typeof prices;

export type PriceList = Readonly<Record<PriceId, Price>>;

function row(service: string, usd: number, unit: string, source: string, date: string, confidence: Confidence): Price {
  return { service, usd, unit, source, date, confidence };
}

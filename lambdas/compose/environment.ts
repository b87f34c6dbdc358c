import * as z from 'zod/mini';
import { PermanentFailure } from '../kernel/failures.ts';
import type { VariableName } from '../registry.ts';

interface Variable {
  readonly schema: z.ZodMiniType<string, string>;
  readonly expected: string;
}

const like = (form: RegExp, expected: string): Variable => ({ schema: z.string().check(z.regex(form)), expected });

const secretName = like(/^[\w/+=.@:-]{1,512}$/, 'the name or ARN of a secret in Secrets Manager');
const queueUrl = like(/^https?:\/\/\S+$/, 'the URL of an SQS queue');

/** zod/mini, because stripe-webhook should start in milliseconds and the whole of zod is six times as large. */
const variables = {
  STAGE: like(/^[a-z][a-z0-9-]{0,31}$/, 'the name of the stage, such as dev or prod'),
  LIVEMODE: like(/^(true|false)$/, 'true where the Stripe key is live, else false'),
  TABLE_NAME: like(/^[\w.-]{3,255}$/, 'the name of the DynamoDB table'),
  STRIPE_KEY_SECRET: secretName,
  BUS_NAME: like(/^[\w./-]{1,256}$/, 'the name of the event bus'),
  PAYMENT_RECOVERY_ARN: like(/^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[\w-]+(:[\w-]+)?$/, 'a state machine ARN'),
  LINK_KEYS_SECRET: secretName,
  BASE_URL: like(
    /^https?:\/\/[^\s/]+(\/[^\s/]+)*$/,
    'an address such as https://billing.example.com, no slash at its end',
  ),
  WEBHOOK_SECRET: secretName,
  APP_KEYS_SECRET: secretName,
  WEBHOOK_KEYS_SECRET: secretName,
  BILLING_EVENTS_QUEUE_URL: queueUrl,
  OUTBOX_QUEUE_URL: queueUrl,
  EXECUTION_EVENTS_QUEUE_URL: queueUrl,
  MAIL_EVENTS_QUEUE_URL: queueUrl,
  WEBHOOKS_OUT_QUEUE_URL: queueUrl,
} satisfies Record<VariableName, Variable>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws PermanentFailure naming the variable, what it is and what it should be */
export function variable(name: VariableName, environment: Environment = process.env): string {
  const { schema, expected } = variables[name];
  const got = environment[name];
  const parsed = schema.safeParse(got);
  if (parsed.success) return parsed.data;
  const is = got === undefined ? 'is not set' : `is "${got}"`;
  throw new PermanentFailure(`${name} ${is}, expected ${expected}: set it and start again`);
}

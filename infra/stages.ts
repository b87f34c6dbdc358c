import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** What a stage is, the same for everybody who runs Holdfast. What only you know stands in cdk.json, below. */
export interface StageRules {
  /** Stripe's mode: a key and an event of the other mode are refused (design §3). */
  readonly livemode: boolean;
  /** The table and the secrets outlive the stack, and the table refuses to be deleted. */
  readonly keepsData: boolean;
  /** How far back the table can be restored; DynamoDB keeps 1 to 35 days. */
  readonly recoveryDays: number;
  /** Days a log line is kept (facts aws §4: 30 to 90). */
  readonly logDays: 30 | 90;
  /** US dollars a month; a small stage costs about 14 (npm run cost). */
  readonly budgetUsd: number;
  /**
   * Functions that read Stripe for events at the same time. A worker makes about 4 requests a second (a quarter second
   * each), and projections may use 60 % of the stage's budget: 15 a second in a sandbox, 60 in live mode (decision 0004).
   */
  readonly billingConcurrency: number;
}

export const stages = {
  dev: {
    livemode: false,
    keepsData: false,
    recoveryDays: 7,
    logDays: 30,
    budgetUsd: 40,
    billingConcurrency: 2,
  },
  staging: {
    livemode: false,
    keepsData: true,
    recoveryDays: 7,
    logDays: 30,
    budgetUsd: 40,
    billingConcurrency: 2,
  },
  prod: {
    livemode: true,
    keepsData: true,
    recoveryDays: 35,
    logDays: 90,
    budgetUsd: 120,
    billingConcurrency: 9,
  },
} as const satisfies Readonly<Record<string, StageRules>>;

export type StageName = keyof typeof stages;

export const stageNames = Object.keys(stages) as readonly StageName[];

export const isStage = (name: string): name is StageName => Object.hasOwn(stages, name);

const own = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, 'an AWS account is 12 digits')
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region is a name such as eu-west-1')
    .optional(),
  /** Who gets the alarms by mail; without it, people.operations of retention.config.ts, or its founder. */
  alarmMail: z.email('an address such as ops@example.com').optional(),
  budgetUsd: z.number().positive('more than 0 US dollars a month').optional(),
  /** A domain of yours for the webhook and the links in mails, and its certificate in the stage's own region. */
  domain: z
    .strictObject({
      name: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a name such as billing.example.com'),
      certificateArn: z.string().startsWith('arn:', 'the ARN of a certificate in Certificate Manager'),
    })
    .optional(),
  /** SES knows a domain once per account and region: of two stages in one place, only one creates it. */
  mailDomains: z.enum(['create', 'existing']).default('create'),
});

export type OwnFacts = z.output<typeof own>;

export interface Stage extends StageRules {
  readonly name: StageName;
  readonly own: OwnFacts;
}

/** A mistake in what you wrote: one sentence, no stack trace. */
export class StageError extends Error {
  override readonly name = 'StageError';
}

/** @throws StageError naming the field, what is wrong and what is allowed */
export function stageOf(name: string, facts: unknown = {}): Stage {
  if (!isStage(name)) throw new StageError(`stage "${name}" is not known, expected ${stageNames.join(', ')}`);
  const parsed = own.safeParse(facts);
  if (parsed.success)
    return { ...stages[name], budgetUsd: parsed.data.budgetUsd ?? stages[name].budgetUsd, name, own: parsed.data };
  const [issue] = parsed.error.issues;
  const field = ['context.stages', name, ...(issue?.path ?? [])].join('.');
  throw new StageError(`cdk.json: ${field} is wrong (${issue?.message}): correct it and try again`);
}

const file = z.looseObject({ context: z.looseObject({ stages: z.record(z.string(), z.unknown()).default({}) }) });

/** The context of cdk.json; the CDK's own command passes it on, ours reads it. */
export function readContext(text: string): { readonly stages: Readonly<Record<string, unknown>> } {
  const parsed = file.safeParse(parse(text));
  if (!parsed.success) throw new StageError('cdk.json has no object under "context": put it back, {} is enough');
  const unknown = Object.keys(parsed.data.context.stages).find((name) => !isStage(name));
  if (unknown !== undefined)
    throw new StageError(`cdk.json: context.stages.${unknown} is no stage, expected ${stageNames.join(', ')}`);
  return parsed.data.context;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StageError('cdk.json is not JSON: correct it, the last comma of a list is the usual culprit');
  }
}

export function readStage(name: string, folder: URL = new URL('..', import.meta.url)): Stage {
  const context = readContext(readFileSync(new URL('cdk.json', folder), 'utf8'));
  return stageOf(name, context.stages[name]);
}

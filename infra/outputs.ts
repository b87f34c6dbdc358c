import type { VariableName } from '../lambdas/registry.ts';

/** What `npm run ops -- --aws`, the console and the smoke test read of a stage: one NAME=value a line in `.holdfast/<stage>.env`. */
export const environmentNames = [
  'STAGE',
  'LIVEMODE',
  'TABLE_NAME',
  'BUS_NAME',
  'PAYMENT_RECOVERY_ARN',
  'STRIPE_KEY_SECRET',
  'WEBHOOK_SECRET',
  'LINK_KEYS_SECRET',
  'APP_KEYS_SECRET',
  'WEBHOOK_KEYS_SECRET',
  'BASE_URL',
  'BILLING_EVENTS_QUEUE_URL',
  'OUTBOX_QUEUE_URL',
  'EXECUTION_EVENTS_QUEUE_URL',
  'MAIL_EVENTS_QUEUE_URL',
  'WEBHOOKS_OUT_QUEUE_URL',
] as const satisfies readonly VariableName[];

type Missing = Exclude<VariableName, (typeof environmentNames)[number]>;
/** A variable the registry gains has to stand in the list above, or this line does not compile. */
const complete: Missing extends never ? true : Missing = true;
void complete;

/** What a deploy prints for people, beside the environment. `Dns1`, `Dns2`, … stand in the data stack. */
export const noticeNames = ['WebhookUrl', 'ConsoleUrl', 'AlarmMail'] as const;
export const dnsOutput = (n: number): string => `Dns${n}`;
export const isDnsOutput = (name: string): boolean => /^Dns\d+$/.test(name);

export interface StageOutputs {
  readonly environment: Readonly<Record<(typeof environmentNames)[number], string>>;
  readonly notices: Readonly<Record<(typeof noticeNames)[number], string>>;
}

/** CloudFormation takes letters and digits only: TABLE_NAME is the output TableName. */
export const outputName = (variable: string): string =>
  variable
    .toLowerCase()
    .split('_')
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
    .join('');

/** @throws Error naming what a stack, deployed by an older version perhaps, does not say */
export function readEnvironment(outputs: Readonly<Record<string, string>>): StageOutputs['environment'] {
  const missing = environmentNames.filter((name) => outputs[outputName(name)] === undefined);
  if (missing.length > 0)
    throw new Error(`the stack does not say ${missing.join(', ')}: deploy this version of Holdfast first`);
  return Object.fromEntries(environmentNames.map((name) => [name, outputs[outputName(name)]])) as Readonly<
    Record<(typeof environmentNames)[number], string>
  >;
}

/** The text of `.holdfast/<stage>.env`. */
export const environmentFile = (environment: StageOutputs['environment']): string =>
  environmentNames.map((name) => `${name}=${environment[name]}\n`).join('');

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/client.ts';
import { StageError } from '../aws/stage-error.ts';
import type { Sender } from './sender.ts';

export interface Clients {
  readonly sts: Sender;
  readonly cloudFormation: Sender;
  readonly ses: Sender;
  readonly secrets: Sender;
  readonly dynamodb: Sender;
  readonly workflows: Sender;
  readonly queues: Sender;
}

/** A person at a keyboard would rather wait for a third try than start again. */
const patient = { maxAttempts: 3, requestHandler: { connectionTimeout: 3000, requestTimeout: 20_000 } } as const;

/** Where a stage lives: what cdk.json says, else the environment, else the profile. @throws StageError when none says it */
export async function regionOf(own: string | undefined): Promise<string> {
  if (own !== undefined) return own;
  try {
    return await new STSClient({}).config.region();
  } catch {
    throw new StageError('no AWS region is known: set AWS_REGION, or the region of the stage in cdk.json');
  }
}

type Made = new (options: typeof patient & { region: string }) => { send(command: never): Promise<unknown> };

/** The overloads of `send` say the same thing in a way no interface can hold. */
const asSender = (Client: Made, region: string): Sender => new Client({ ...patient, region }) as Sender;

export const clientsIn = (region: string): Clients => ({
  sts: asSender(STSClient, region),
  cloudFormation: asSender(CloudFormationClient, region),
  ses: asSender(SESv2Client, region),
  secrets: asSender(SecretsManagerClient, region),
  // The rows of a table are sent through a document client, here as in the functions.
  dynamodb: createDynamoClient({ ...patient, region }) as Sender,
  workflows: asSender(SFNClient, region),
  queues: asSender(SQSClient, region),
});

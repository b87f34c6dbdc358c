import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientOptions } from '../../lambdas/adapters/client-options.ts';
import type { DynamoSender } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { createIdentity, type IdentityClient } from './caller.ts';
import { createStacks, type StacksClient } from './stack-outputs.ts';
import type { ExecutionsClient } from './stage-executions.ts';

/** What the console asks of AWS, each client made when the region is known. */
export interface StageClients {
  /** As the SDK finds it in the shell and the profile; undefined: nowhere. */
  region(): Promise<string | undefined>;
  stacks(): StacksClient;
  identity(region: string): IdentityClient;
  table(region: string): DynamoSender;
  executions(region: string): ExecutionsClient;
}

/** Looking at a page may be tried again at once, as a person would; functions must not (client-options.ts). */
const options = { ...clientOptions, maxAttempts: 3 } as const;

export const awsClients: StageClients = {
  region: () => new DynamoDBClient({}).config.region().catch(() => undefined),
  stacks: createStacks,
  identity: createIdentity,
  table: (region) => DynamoDBDocumentClient.from(new DynamoDBClient({ ...options, region })),
  executions: (region) => new SFNClient({ ...options, region }),
};

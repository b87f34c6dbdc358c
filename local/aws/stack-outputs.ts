import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { clientOptions } from '../../lambdas/adapters/client-options.ts';
import { StageError } from './stage-error.ts';

/** Of a CloudFormationClient. */
export interface StacksClient {
  send(command: DescribeStacksCommand): Promise<unknown>;
}

export const createStacks = (): StacksClient => new CloudFormationClient(clientOptions);

/** @returns undefined where there is no such stack. @throws StageError when CloudFormation could not be asked */
export async function stackOutputs(client: StacksClient, name: string): Promise<Record<string, string> | undefined> {
  const answer = await client.send(new DescribeStacksCommand({ StackName: name })).catch((error: unknown) => {
    const { name: kind, message }: { name?: unknown; message?: unknown } = Object(error);
    if (/does not exist/.test(String(message))) return undefined;
    throw new StageError(
      `the stack ${name} could not be read (${String(kind)}): sign in to AWS with the profile of its account, or write the names to .holdfast/<stage>.env`,
    );
  });
  const { Stacks }: { Stacks?: { Outputs?: { OutputKey?: string; OutputValue?: string }[] }[] } = Object(answer);
  const outputs = Stacks?.[0]?.Outputs;
  return outputs && Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}

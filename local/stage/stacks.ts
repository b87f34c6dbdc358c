import { DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { awsProblem } from './problem.ts';
import type { Sender } from './sender.ts';

export interface Stack {
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface Resource {
  readonly type: string;
  readonly logicalId: string;
  readonly physicalId: string;
}

const described = z.object({
  Stacks: z.array(
    z.object({
      StackStatus: z.string(),
      Outputs: z.array(z.object({ OutputKey: z.string(), OutputValue: z.string() })).default([]),
    }),
  ),
});

/** Both stacks of a stage, the data first: the second one names the first one's things. */
export const stacksOf = (stage: string) => ({ data: `holdfast-${stage}-data`, retention: `holdfast-${stage}` });

/** Undefined: there is no such stack here, or nothing but a trace of a deleted one. */
export async function readStack(cloudFormation: Sender, name: string): Promise<Stack | undefined> {
  try {
    const { Stacks } = described.parse(await cloudFormation.send(new DescribeStacksCommand({ StackName: name })));
    const [stack] = Stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
    if (!stack) return undefined;
    const outputs = Object.fromEntries(stack.Outputs.map((output) => [output.OutputKey, output.OutputValue]));
    return { status: stack.StackStatus, outputs };
  } catch (error) {
    if (/does not exist/.test(String(Object(error).message))) return undefined;
    throw awsProblem(error, `read the stack ${name}`);
  }
}

const listed = z.object({
  StackResourceSummaries: z.array(
    z.object({
      ResourceType: z.string(),
      LogicalResourceId: z.string(),
      PhysicalResourceId: z.string().default(''),
    }),
  ),
  NextToken: z.string().optional(),
});

/** Everything a stack made, page by page. */
export async function readResources(cloudFormation: Sender, name: string): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  let next: string | undefined;
  do {
    const command = new ListStackResourcesCommand({ StackName: name, ...(next ? { NextToken: next } : {}) });
    const page = listed.parse(
      await cloudFormation.send(command).catch((error: unknown) => {
        throw awsProblem(error, `list what the stack ${name} has`);
      }),
    );
    found.push(
      ...page.StackResourceSummaries.map((one) => ({
        type: one.ResourceType,
        logicalId: one.LogicalResourceId,
        physicalId: one.PhysicalResourceId,
      })),
    );
    next = page.NextToken;
  } while (next !== undefined);
  return found;
}

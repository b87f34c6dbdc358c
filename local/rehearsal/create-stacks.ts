import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import type { Sender } from '../stage/sender.ts';
import { readResources, readStack, stacksOf } from '../stage/stacks.ts';
import { type Adapted, adapt, type Template } from './adapt.ts';

export interface Created extends Omit<Adapted, 'template'> {
  readonly stack: string;
  readonly status: string;
  /** How many of each type CloudFormation says it has made. */
  readonly made: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, string>>;
}

export const readTemplate = (folder: string, stack: string): Template =>
  JSON.parse(readFileSync(join(folder, `${stack}.template.json`), 'utf8'));

/** Both stacks, in the order a deploy makes them, from the templates `npm run synth` wrote. */
export async function createStacks(cloudFormation: Sender, folder: string, stage: string): Promise<readonly Created[]> {
  const created: Created[] = [];
  for (const stack of Object.values(stacksOf(stage))) created.push(await createStack(cloudFormation, folder, stack));
  return created;
}

async function createStack(cloudFormation: Sender, folder: string, stack: string): Promise<Created> {
  const { template, changed, skipped } = adapt(readTemplate(folder, stack));
  await cloudFormation.send(
    new CreateStackCommand({
      StackName: stack,
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  const made: Record<string, number> = {};
  for (const { type } of await readResources(cloudFormation, stack)) made[type] = (made[type] ?? 0) + 1;
  const { status = 'ABSENT', outputs = {} } = (await readStack(cloudFormation, stack)) ?? {};
  return { stack, status, made, outputs, changed, skipped };
}

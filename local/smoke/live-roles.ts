import { DetectStackResourceDriftCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { awsProblem } from '../stage/problem.ts';
import type { Sender } from '../stage/sender.ts';
import { readResources, stacksOf } from '../stage/stacks.ts';

const text = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const statement = z.looseObject({ Effect: z.string(), Action: text.default([]), Resource: text.default([]) });

const role = z.looseObject({
  Policies: z
    .array(
      z.looseObject({
        PolicyDocument: z.looseObject({
          Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
        }),
      }),
    )
    .default([]),
});

const drift = z.object({ StackResourceDrift: z.object({ ActualProperties: z.string().default('{}') }) });

export interface Reader {
  /** Without the stage before it: the function's own name. */
  readonly role: string;
  readonly may: (secret: string) => boolean;
}

const action = 'secretsmanager:GetSecretValue';

/** `*` stands for any text, as in IAM. */
const covers = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('?', '.'))
      .join('.*')}$`,
    'i',
  ).test(text);

/** A secret's ARN ends in a dash and six characters that nobody chose. */
const names = (resource: string, secret: string): boolean =>
  covers(resource.replace(/^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:/, ''), `${secret}-AbCdEf`);

/** Every role of the stage's stack as IAM has it now, not as a template once said. */
export async function secretsReadBy(cloudFormation: Sender, stage: string): Promise<readonly Reader[]> {
  const stack = stacksOf(stage).retention;
  const roles = (await readResources(cloudFormation, stack)).filter(({ type }) => type === 'AWS::IAM::Role');
  const readers: Reader[] = [];
  for (const { logicalId, physicalId } of roles) {
    const command = new DetectStackResourceDriftCommand({ StackName: stack, LogicalResourceId: logicalId });
    const said = await cloudFormation.send(command).catch((error: unknown) => {
      throw awsProblem(error, `read the role ${physicalId} (drift detection)`);
    });
    const { Policies } = role.parse(JSON.parse(drift.parse(said).StackResourceDrift.ActualProperties));
    const allows = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).filter(
      ({ Effect, Action }) => Effect === 'Allow' && Action.some((one) => covers(one, action)),
    );
    readers.push({
      role: physicalId.replace(`${stack}-`, ''),
      may: (secret) => allows.some(({ Resource }) => Resource.some((resource) => names(resource, secret))),
    });
  }
  return readers;
}

import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { awsProblem, nameOf } from './problem.ts';
import type { Sender } from './sender.ts';

const page = z.object({ executions: z.array(z.unknown()), nextToken: z.string().optional() });

/** A version or an alias is named behind the machine: the machine alone stands for all of them. */
export const bareMachine = (arn: string): string => arn.split(':').slice(0, 7).join(':');

export interface Open {
  readonly count: number;
  /** Counting was ended: there are more. */
  readonly more: boolean;
}

/** ListExecutions gives 1,000 a page at five pages a second (facts aws §1.1). */
const mostPages = 10;

/** Executions that run now. None where the machine is not there. */
export async function openExecutions(workflows: Sender, machine: string): Promise<Open> {
  let count = 0;
  let nextToken: string | undefined;
  for (let read = 0; read < mostPages; read += 1) {
    const input = { stateMachineArn: bareMachine(machine), statusFilter: 'RUNNING', maxResults: 1000 } as const;
    try {
      const said = page.parse(
        await workflows.send(new ListExecutionsCommand({ ...input, ...(nextToken ? { nextToken } : {}) })),
      );
      count += said.executions.length;
      nextToken = said.nextToken;
    } catch (error) {
      if (nameOf(error) === 'StateMachineDoesNotExist') return { count: 0, more: false };
      throw awsProblem(error, 'list the executions that run');
    }
    if (nextToken === undefined) return { count, more: false };
  }
  return { count, more: true };
}

export const openWords = ({ count, more }: Open): string =>
  `${more ? 'more than ' : ''}${count} ${count === 1 ? 'execution is' : 'executions are'} open`;

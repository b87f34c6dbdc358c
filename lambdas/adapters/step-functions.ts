import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Failure, ServiceUnavailable, Throttled } from '../kernel/failures.ts';
import type { ExecutionStatus, Journey, Workflows } from '../kernel/ports.ts';
import { clientOptions } from './client-options.ts';

export type SfnCommand =
  | StartExecutionCommand
  | SendTaskSuccessCommand
  | DescribeExecutionCommand
  | StopExecutionCommand;

/** Of an SFNClient; the local Step Functions answers the same calls. */
export interface SfnClient {
  send(command: SfnCommand): Promise<unknown>;
}

export const createStepFunctions = (): SfnClient => new SFNClient(clientOptions);

export interface MachineArns {
  machine(journey: Journey): string;
  execution(journey: Journey, name: string): string;
}

const nameOf = (error: unknown): string => String(Object(error).name ?? 'Error');

const closedAnswers: ReadonlySet<string> = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

function refuse(error: unknown): never {
  if (error instanceof Failure) throw error;
  const name = nameOf(error);
  if (/Throttl|TooManyRequests/.test(name))
    throw new Throttled('Step Functions refused the rate: try again later', { cause: error });
  if (/^(AccessDenied|StateMachineDoesNotExist|InvalidArn|InvalidName)/.test(name)) throw error;
  throw new ServiceUnavailable(`Step Functions did not answer (${name}): try again`, { cause: error });
}

export function stepFunctions(client: SfnClient, arns: MachineArns): Workflows {
  return {
    async start(journey, name, input) {
      const command = new StartExecutionCommand({
        stateMachineArn: arns.machine(journey),
        name,
        input: JSON.stringify(input),
      });
      try {
        await client.send(command);
        return 'started';
      } catch (error) {
        return nameOf(error) === 'ExecutionAlreadyExists' ? 'taken' : refuse(error);
      }
    },

    /** A late or second answer is normal and changes nothing (facts asl §4). */
    async answer(token, output) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) }));
        return 'answered';
      } catch (error) {
        return closedAnswers.has(nameOf(error)) ? 'closed' : refuse(error);
      }
    },

    async status(journey, name) {
      try {
        const answer = await client.send(new DescribeExecutionCommand({ executionArn: arns.execution(journey, name) }));
        return Object(answer).status as ExecutionStatus;
      } catch (error) {
        return nameOf(error) === 'ExecutionDoesNotExist' ? undefined : refuse(error);
      }
    },

    async stop(journey, name, why) {
      const command = new StopExecutionCommand({
        executionArn: arns.execution(journey, name),
        error: 'Stopped',
        cause: why,
      });
      await client
        .send(command)
        .catch((error: unknown) => (nameOf(error) === 'ExecutionDoesNotExist' ? undefined : refuse(error)));
    },
  };
}

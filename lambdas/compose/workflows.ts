import { createStepFunctions, type MachineArns, stepFunctions } from '../adapters/step-functions.ts';
import { variable } from './environment.ts';
import { once } from './once.ts';

/** An execution is named under the machine, also when it was started through an alias or a version of it. */
export function arnsOf(machine: string): MachineArns {
  const [bare = machine] = /^arn:[^:]+:states:[^:]+:[^:]+:stateMachine:[^:]+/.exec(machine) ?? [];
  const executions = bare.replace(':stateMachine:', ':execution:');
  return { machine: () => machine, execution: (_journey, name) => `${executions}:${name}` };
}

const compose = once(() => stepFunctions(createStepFunctions(), arnsOf(variable('PAYMENT_RECOVERY_ARN'))));

export const workflows = () => ({ workflows: compose() });

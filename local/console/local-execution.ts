import { describeWaiting } from '../asl/index.ts';
import type { Execution } from '../world/execution.ts';
import type { ExecutionView } from './source.ts';

/** An execution of the world in this process, as the pages read it. */
export function viewOf({ name, arn, startedAt, input, frame, history, machine }: Execution): ExecutionView {
  const [waiting] = describeWaiting(frame);
  return {
    name,
    arn,
    machine: machine.name,
    status: frame.status,
    startedAt,
    ...(frame.stoppedAt === undefined ? {} : { endedAt: frame.stoppedAt }),
    input,
    ...(frame.output === undefined ? {} : { output: JSON.stringify(frame.output) }),
    definition: machine.definition,
    history,
    ...(waiting ? { waiting: waitingOf(waiting) } : {}),
  };
}

const waitingOf = ({ state, due }: ReturnType<typeof describeWaiting>[number]) => ({
  state,
  ...(due === undefined ? {} : { due }),
});

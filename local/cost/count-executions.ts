import type { Execution } from '../world/execution.ts';
import { assumptions, monthDays } from './assumptions.ts';
import { executionLogBytes } from './log-bytes.ts';
import type { Usage } from './usage.ts';

export interface Lived {
  readonly journey: string;
  readonly executions: number;
  readonly transitions: number;
  /** Days all of them together were open. */
  readonly openDays: number;
}

/** A month in which everybody starts as many as here holds this many open at any moment. */
export const openAtOnce = ({ openDays }: Lived): number => openDays / monthDays;

const journeyOf = ({ machineArn }: Execution): string => machineArn.split(':').at(-1) ?? '';

/**
 * Each state entered, each retry of a task, and one for the start: AWS counts a transition each time a step is executed and
 * its examples count the start, so this is the higher reading.
 */
export function transitionsOf({ history }: Pick<Execution, 'history'>): number {
  let [entered, scheduled, tasks] = [0, 0, 0];
  for (const { type } of history) {
    if (type.endsWith('StateEntered')) entered += 1;
    if (type === 'TaskStateEntered') tasks += 1;
    if (type === 'TaskScheduled' || type === 'LambdaFunctionScheduled') scheduled += 1;
  }
  return 1 + entered + Math.max(0, scheduled - tasks);
}

/** What the machines of a played month cost by themselves, and how long they stood open. */
export function countExecutions(executions: readonly Execution[], usage: Usage): Lived[] {
  const lived = new Map<string, Lived>();
  for (const execution of executions) {
    const journey = journeyOf(execution);
    const transitions = transitionsOf(execution);
    usage.add(journey, 'sfn.standard.transition', 'transitions', transitions);
    usage.add(journey, 'cw.logs.ingest', 'execution logs', executionLogBytes(execution) / 1e9);
    usage.add(journey, 'xray.trace', 'traces of executions', assumptions['traced-share'].value);
    const known = lived.get(journey) ?? { journey, executions: 0, transitions: 0, openDays: 0 };
    lived.set(journey, {
      journey,
      executions: known.executions + 1,
      transitions: known.transitions + transitions,
      openDays: known.openDays + openDaysOf(execution),
    });
  }
  return [...lived.values()];
}

const openDaysOf = ({ startedAt, frame }: Execution): number =>
  ((frame.stoppedAt ?? startedAt) - startedAt) / 86_400_000;

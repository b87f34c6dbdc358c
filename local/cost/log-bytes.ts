import type { Execution } from '../world/execution.ts';
import type { LogLine } from '../world/world.ts';
import { assumptions } from './assumptions.ts';

/** Bytes CloudWatch takes in for one of our log lines. */
export const lineBytes = ({ level, message, fields }: LogLine): number =>
  Buffer.byteLength(JSON.stringify({ level, message, ...fields })) +
  assumptions['logger-fields'].value +
  assumptions['line-overhead'].value;

/** What Step Functions leaves out of its log when it may not show execution data. */
const data = new Set(['input', 'inputDetails', 'output', 'outputDetails', 'parameters', 'cause', 'assignedVariables']);

/** Bytes of an execution's log at level ALL without execution data: one line for each event of its history. */
export const executionLogBytes = ({ history, arn }: Pick<Execution, 'history' | 'arn'>): number =>
  history.reduce((sum, event) => sum + eventBytes(event, arn), 0);

function eventBytes(
  { id, type, timestamp, previousEventId, ...rest }: Execution['history'][number],
  arn: string,
): number {
  const line = {
    id: String(id),
    type,
    details: Object.assign({}, ...Object.values(rest).map(withoutData)),
    previous_event_id: String(previousEventId),
    event_timestamp: String(timestamp),
    execution_arn: arn,
    redrive_count: '0',
  };
  return Buffer.byteLength(JSON.stringify(line)) + assumptions['line-overhead'].value;
}

const withoutData = (details: object): object =>
  Object.fromEntries(
    Object.entries(details).filter(([name]) => !data.has(name) && name !== 'assignedVariablesDetails'),
  );

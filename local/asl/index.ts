export { DefinitionError, type LoadOptions, loadMachine } from './load.ts';
export type { Machine } from './machine.ts';
export { parseResource } from './resource.ts';
export { type Existing, type StartVerdict, startVerdict } from './start-execution.ts';
export { begin, step } from './step.ts';
export { executionOfToken, tokenState } from './token.ts';
export type {
  AslEvent,
  Effect,
  EndedEffect,
  Frame,
  HistoryEvent,
  Integration,
  InvokeEffect,
  MachineType,
  Problem,
  StartInput,
  StepResult,
  TimerReason,
} from './types.ts';
export { validate } from './validate/validate.ts';
export { describeWaiting, type Waiting } from './waiting.ts';

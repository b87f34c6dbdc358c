import * as z from 'zod';
import { defineHandler } from '../kernel/define-handler.ts';
import { steps } from './ladder.ts';
import { runStep } from './run-step.ts';

const input = z.strictObject({
  step: z.enum(steps),
  account: z.string().min(1),
  case: z.string().min(1),
  run: z.number().int().min(1),
  policy: z.string().min(1),
});

/** Serves every rung of `payment-recovery`: the machine names the step and compares the verdict. */
export const recoveryStep = defineHandler({
  name: 'recovery-step',
  input,
  handle: ({ step, ...execution }, ports) => runStep(step, execution, ports),
});

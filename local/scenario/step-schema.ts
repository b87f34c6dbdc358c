import type * as z from 'zod';
import { builtSteps } from './built-steps.ts';
import { laterSteps } from './later-steps.ts';

export type BuiltStep = z.infer<(typeof builtSteps)[keyof typeof builtSteps]>;
export type LaterStep = z.infer<(typeof laterSteps)[keyof typeof laterSteps]>;
export type Step = BuiltStep | LaterStep;

/** One kind of built step: `Of<'renewal'>`. */
export type Of<Name extends BuiltStep['do']> = Extract<BuiltStep, { do: Name }>;

export const stepSchemas: Readonly<Record<string, z.ZodType<Step>>> = { ...builtSteps, ...laterSteps };

export const isBuilt = (step: Step): step is BuiltStep => Object.hasOwn(builtSteps, step.do);

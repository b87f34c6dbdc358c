import * as z from 'zod';
import { instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { Execution } from '../world/execution.ts';

/** What a step of a journey answered its state machine. */
export interface StepAnswered {
  readonly at: string;
  readonly state: string;
  readonly verdict: string;
  readonly due: string;
  readonly detail: string;
}

const answered = z.looseObject({
  Payload: z.looseObject({ verdict: z.string(), due: z.string(), detail: z.string() }),
});
const named = z.looseObject({ name: z.string() });

/** Every answer in order, with the state that asked. */
export function answersOf({ history }: Execution): StepAnswered[] {
  let state = '';
  return history.flatMap((event) => {
    if (event.stateEnteredEventDetails) state = named.parse(event.stateEnteredEventDetails).name;
    const { output } = Object(event.taskSucceededEventDetails) as { output?: unknown };
    const parsed = typeof output === 'string' ? answered.safeParse(JSON.parse(output)) : undefined;
    if (!parsed?.success) return [];
    const { verdict, due, detail } = parsed.data.Payload;
    return [{ at: toIso(instant(event.timestamp)), state, verdict, due, detail }];
  });
}

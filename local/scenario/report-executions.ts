import * as z from 'zod';
import { instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { World } from '../world/world.ts';

const iso = (at: number): string => toIso(instant(at));

const inputSchema = z.looseObject({ account: z.string().optional() });
const enteredSchema = z.looseObject({ name: z.string() });

/** Every execution with the states it entered, in order. */
export const executionsOf = (world: World) =>
  world.executions().map(({ name, machine, input, frame, startedAt, history }) => ({
    name,
    machine: machine.name,
    account: inputSchema.parse(JSON.parse(input)).account ?? null,
    status: frame.status,
    startedAt: iso(startedAt),
    endedAt: frame.stoppedAt === undefined ? null : iso(frame.stoppedAt),
    entered: history.flatMap((event) =>
      event.stateEnteredEventDetails === undefined
        ? []
        : [{ at: iso(event.timestamp), state: enteredSchema.parse(event.stateEnteredEventDetails).name }],
    ),
    output: frame.output ?? null,
  }));

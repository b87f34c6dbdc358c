import middy from '@middy/core';
import type * as z from 'zod';
import { BadInput } from './failures.ts';
import { issueWords, logFailure } from './log.ts';
import type { Ports } from './ports.ts';

/** One Lambda: what it accepts and what it does. `lambda(ports)` is the function AWS, or the local runtime, calls. */
export interface HandlerDefinition<Output> {
  readonly name: string;
  lambda(ports: Ports): (event: unknown, context: unknown) => Promise<Output>;
}

export interface Handling<Schema extends z.ZodType, Output> {
  readonly name: string;
  readonly input: Schema;
  handle(input: z.output<Schema>, ports: Ports): Promise<Output>;
}

/** The shell of every handler, written once: strict input, one log line an outcome, errors under the names the state language knows. */
export function defineHandler<Schema extends z.ZodType, Output>(
  definition: Handling<Schema, Output>,
): HandlerDefinition<Output> {
  return {
    name: definition.name,
    lambda: (ports) => {
      const shell = middy<unknown, Output>({ timeoutEarlyInMillis: 0 })
        .use(reportErrors(definition.name, ports))
        .handler(async (event: unknown) =>
          definition.handle(parseInput(definition.name, definition.input, event), ports),
        );
      return async (event, context) => shell(event, context as never);
    },
  };
}

/** @throws BadInput naming the first wrong field and what is allowed there, and nothing of what the input held */
export function parseInput<Schema extends z.ZodType>(name: string, schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new BadInput(`${name} was called with a ${issueWords(parsed.error.issues)}`);
}

const reportErrors = (name: string, ports: Ports): middy.MiddlewareObj => ({
  onError: ({ error }) => logFailure(name, error, ports.log),
});

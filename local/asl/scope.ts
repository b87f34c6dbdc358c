/** What an expression can see. `$states` is put together only when something asks for more than one part of it. */
export interface ScopeParts {
  readonly input: unknown;
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly context: () => unknown;
  /** Epoch milliseconds of the event being processed: the only time there is. */
  readonly at: number;
  readonly draw: () => number;
}

export interface Scope extends ScopeParts {
  states(): Record<string, unknown>;
  context(): unknown;
}

export function makeScope(parts: ScopeParts): Scope {
  let states: Record<string, unknown> | undefined;
  let context: unknown;
  const lazyContext = () => {
    context ??= parts.context();
    return context;
  };
  return {
    ...parts,
    context: lazyContext,
    states: () => {
      states ??= buildStates(parts, lazyContext());
      return states;
    },
  };
}

function buildStates(parts: ScopeParts, context: unknown): Record<string, unknown> {
  const states: Record<string, unknown> = { input: parts.input, context };
  if (parts.result !== undefined) states.result = parts.result;
  if (parts.errorOutput !== undefined) states.errorOutput = parts.errorOutput;
  return states;
}

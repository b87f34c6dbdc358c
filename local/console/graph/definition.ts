import * as z from 'zod';

const errors = z.array(z.string()).default([]);
const stateSchema = z.looseObject({
  Type: z.string(),
  Comment: z.string().optional(),
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Resource: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.looseObject({ Next: z.string(), Comment: z.string().optional() })).default([]),
  Catch: z.array(z.looseObject({ ErrorEquals: errors, Next: z.string() })).default([]),
  Retry: z.array(z.looseObject({ ErrorEquals: errors })).default([]),
  Branches: z.array(z.unknown()).default([]),
  ItemProcessor: z.unknown().optional(),
  Iterator: z.unknown().optional(),
});
const listSchema = z.looseObject({
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.record(z.string(), z.unknown()),
});

export type StateFields = z.infer<typeof stateSchema>;

/** One state of a definition, with the lists of states that run inside it (Parallel, Map). */
export interface StateSpec {
  readonly name: string;
  readonly fields: StateFields;
  readonly inside: readonly StateList[];
}

export interface StateList {
  readonly comment?: string;
  readonly startAt: string;
  readonly states: readonly StateSpec[];
}

/** Whatever AWS takes as a definition, JSONPath or JSONata: here only what is drawn and told is read. */
export function readDefinition(definition: unknown): StateList {
  const { Comment, StartAt, States } = listSchema.parse(definition);
  const states = Object.entries(States).map(([name, state]) => stateOf(name, state));
  return { ...(Comment === undefined ? {} : { comment: Comment }), startAt: StartAt, states };
}

function stateOf(name: string, state: unknown): StateSpec {
  const fields = stateSchema.parse(state);
  const item = fields.ItemProcessor ?? fields.Iterator;
  const inside = [...fields.Branches, ...(item === undefined ? [] : [item])];
  return { name, fields, inside: inside.map(readDefinition) };
}

/** Every state of every depth, in the order of the file. Names are unique in a definition (AWS refuses others). */
export const allStates = ({ states }: StateList): StateSpec[] =>
  states.flatMap((state) => [state, ...state.inside.flatMap(allStates)]);

/** A task that parks with a token: for people it is a wait. */
export const waitsForToken = ({ fields }: StateSpec): boolean =>
  fields.Resource?.endsWith('.waitForTaskToken') ?? false;

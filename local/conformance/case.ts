import * as z from 'zod';

/** One line of a case file. Only what the runner reads is described; other keys are the recorder's notes. */
const Call = z.object({
  state: z.string(),
  call: z.number(),
  mapIndex: z.number().optional(),
  parameters: z.unknown().optional(),
  timeoutInSeconds: z.number().optional(),
  heartbeatInSeconds: z.number().optional(),
  submitted: z.unknown().optional(),
  outcome: z.object({
    result: z.unknown().optional(),
    error: z.string().optional(),
    cause: z.string().optional(),
    timeout: z.boolean().optional(),
    none: z.boolean().optional(),
  }),
});

const Mocks = z.object({
  calls: z.array(Call).optional(),
  result: z.string().optional(),
  errorOutput: z.object({ error: z.string().optional(), cause: z.string().optional() }).optional(),
});

const ExpectedEvent = z.looseObject({
  type: z.string(),
  id: z.number().nullish(),
  prev: z.number().nullish(),
  state: z.string().optional(),
});

const Expected = z.looseObject({
  status: z.string().optional(),
  order: z.enum(['total', 'causal', 'multiset', 'none']).nullish(),
  events: z.array(ExpectedEvent).nullish(),
});

const TestStateCall = z.object({
  stateName: z.string().optional(),
  stateConfiguration: z
    .object({
      retrierRetryCount: z.number().optional(),
      errorCausedByState: z.string().optional(),
      mapIterationFailureCount: z.number().optional(),
      mapItemReaderData: z.string().optional(),
    })
    .optional(),
  context: z.unknown().optional(),
  variables: z.unknown().optional(),
});

export const Case = z.object({
  id: z.string(),
  kind: z.enum(['execution', 'testState', 'validate', 'createError']),
  definition: z.unknown().optional(),
  input: z.unknown().optional(),
  needs: z.array(z.string()).default([]),
  caveat: z.string().optional(),
  mocks: Mocks.nullish(),
  call: TestStateCall.optional(),
  source: z.object({ recorded: z.string().nullish(), test: z.string().nullish() }).partial().optional(),
  expected: Expected,
});

export type Case = z.infer<typeof Case>;
export type MockCall = z.infer<typeof Call>;
export type ExpectedEvent = z.infer<typeof ExpectedEvent>;

/** A case file that is not one; the text is the whole message. */
export class CaseFileError extends Error {}

/** One JSON object a line. @throws CaseFileError naming the file and the line */
export function parseCases(text: string, file: string): Case[] {
  const lines = text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [{ line, number: i + 1 }]));
  return lines.map(({ line, number }) => parseCase(line, `${file} line ${number}`));
}

function parseCase(line: string, where: string): Case {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new CaseFileError(`${where} is not JSON, expected one case as a JSON object per line`);
  }
  const parsed = Case.safeParse(expandRepeats(json));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new CaseFileError(
    `${where} is not a case: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}, see the schema beside the cases`,
  );
}

const REPEAT = /<<repeat (.) (\d+)>>/g;

/** `<<repeat a 263168>>` stands for that run of characters, in any string of a case. */
export function expandRepeats(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.includes('<<repeat ')
      ? value.replace(REPEAT, (_, char: string, count: string) => char.repeat(Number(count)))
      : value;
  }
  if (Array.isArray(value)) return value.map(expandRepeats);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, expandRepeats(entry)]));
}

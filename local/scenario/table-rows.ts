import * as z from 'zod';
import { executionName } from '../../lambdas/kernel/ids.ts';
import { type Message, messageSchema } from '../../lambdas/messaging/outbox.ts';
import type { World } from '../world/world.ts';

export type Row = Readonly<Record<string, unknown>>;

export const rowsOf = (world: World, entity: string): Row[] =>
  [...world.table.items()]
    .filter((item) => item.entity === entity)
    .sort((a, b) => (`${a.pk}|${a.sk}` < `${b.pk}|${b.sk}` ? -1 : 1));

export const messagesOf = (world: World): Message[] => rowsOf(world, 'message').map((row) => messageSchema.parse(row));

const runSchema = z.looseObject({
  account: z.string(),
  journey: z.string(),
  subject: z.string(),
  run: z.number(),
  status: z.string(),
  stage: z.string(),
  outcome: z.string().optional(),
  openedAt: z.string(),
  closedAt: z.string().optional(),
  attention: z.string().optional(),
  wait: z.looseObject({ state: z.string(), due: z.string() }).optional(),
  data: z.looseObject({
    results: z.record(z.string(), z.looseObject({ at: z.string(), kind: z.string() })).optional(),
    deferred: z
      .array(
        z.object({ step: z.string(), at: z.string(), plannedFor: z.string(), until: z.string(), reason: z.string() }),
      )
      .optional(),
  }),
});

export type Run = z.infer<typeof runSchema>;

/** Each run once: the slot shows its last run, closed ones are kept beside it. */
export function runsOf(world: World): Run[] {
  const runs = new Map<string, Run>();
  for (const row of [...rowsOf(world, 'case'), ...rowsOf(world, 'closed-run')]) {
    const run = runSchema.parse(row);
    const key = [run.account, run.journey, run.subject, run.run].join('/');
    if (!runs.has(key)) runs.set(key, run);
  }
  return [...runs.values()].sort(byText((run) => `${run.openedAt}|${run.account}|${run.subject}|${run.run}`));
}

export const byText =
  <T>(of: (one: T) => string) =>
  (a: T, b: T): number => {
    const [left, right] = [of(a), of(b)];
    return left === right ? 0 : left < right ? -1 : 1;
  };

export const executionNameOf = ({ journey, account, subject, run }: Run): string =>
  executionName(journey, account, subject, run);

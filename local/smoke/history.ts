import * as z from 'zod';
import { historyPages } from '../aws/history-pages.ts';
import type { Sender } from '../stage/sender.ts';

const event = z.looseObject({
  id: z.number(),
  type: z.string(),
  timestamp: z.union([z.date(), z.number()]).transform((at) => (at instanceof Date ? at.getTime() : at)),
  stateEnteredEventDetails: z.looseObject({ name: z.string() }).optional(),
  taskScheduledEventDetails: z
    .looseObject({ resource: z.string(), timeoutInSeconds: z.number().optional() })
    .optional(),
});

export type HistoryEvent = z.output<typeof event>;

const page = z.object({ events: z.array(event) });

export async function historyOf(workflows: Sender, executionArn: string): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const said of historyPages((command) => workflows.send(command), executionArn)) {
    events.push(...page.parse(said).events);
  }
  return events;
}

/** One visit of a waiting state: what the machine asked for, and how it ended. */
export interface Wait {
  readonly scheduledAt: number;
  readonly resource: string;
  readonly timeoutSeconds: number | undefined;
  /** The write was made and the token is out. */
  readonly submitted: boolean;
  readonly ended?: { readonly type: string; readonly at: number };
}

const endings: ReadonlySet<string> = new Set(['TaskSucceeded', 'TaskTimedOut', 'TaskFailed']);

/** The visits of one state, oldest first. Its events stand between its entry and the next state's. */
export function waitsIn(events: readonly HistoryEvent[], state: string): readonly Wait[] {
  const starts = events.flatMap((one, index) => (one.stateEnteredEventDetails?.name === state ? [index] : []));
  return starts.flatMap((start) => {
    const rest = events.slice(start + 1);
    const next = rest.findIndex(({ stateEnteredEventDetails }) => stateEnteredEventDetails !== undefined);
    const own = next < 0 ? rest : rest.slice(0, next);
    const scheduled = own.find(({ taskScheduledEventDetails }) => taskScheduledEventDetails !== undefined);
    if (!scheduled) return [];
    const end = own.find(({ type }) => endings.has(type));
    return [
      {
        scheduledAt: scheduled.timestamp,
        resource: scheduled.taskScheduledEventDetails?.resource ?? '',
        timeoutSeconds: scheduled.taskScheduledEventDetails?.timeoutInSeconds,
        submitted: own.some(({ type }) => type === 'TaskSubmitted'),
        ...(end ? { ended: { type: end.type, at: end.timestamp } } : {}),
      },
    ];
  });
}

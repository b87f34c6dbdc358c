import type { Approval, Approved } from '../../lambdas/messaging/approval.ts';
import type { Acted, TaskName } from '../../lambdas/tasks/act-on-task.ts';
import type { TaskAct } from '../../lambdas/tasks/acts.ts';
import type { Command } from '../ops/command.ts';

/** What changes something: the commands of `npm run ops`. */
export type Act = Exclude<Command, { readonly command: NoAct }>;

/** Looks, and what asks a person on a terminal first. */
const noActs = ['attention', 'reconciled', 'handback'] as const;

type NoAct = (typeof noActs)[number];

export const isAct = (command: Command): command is Act => !noActs.some((one) => one === command.command);

/** What a person may do from the console. Each act leaves a row of its own: who, when, why. */
export interface Acts {
  /** As it stands in the audit row. */
  readonly who: string;
  /** Whom a task can be handed to. */
  readonly people: readonly string[];
  /** @returns what was done, then where it stands. @throws Failure saying why it cannot be done */
  perform(act: Act): Promise<readonly string[]>;
  /** `version`: of the row that was looked at. */
  onMail(
    name: { readonly account: string; readonly key: string },
    approval: Approval,
    version: number,
  ): Promise<Approved>;
  /** `seen`: how many acts the page knew of, so that an old page undoes nothing. */
  onTask(name: TaskName, act: TaskAct, seen: number): Promise<Acted>;
}

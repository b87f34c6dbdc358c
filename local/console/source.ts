import type { Instant } from '../../lambdas/kernel/instant.ts';
import type { Item } from '../../lambdas/kernel/rows.ts';
import type { HistoryEvent } from '../asl/index.ts';
import type { Board } from './board.ts';

/** Where what the pages show lives: in this process, or in a deployed stage. */
export type Place =
  | { readonly kind: 'laptop' }
  | {
      readonly kind: 'stage';
      readonly stage: string;
      readonly region: string;
      readonly accountId: string;
      /** The name behind the AWS credentials, as it stands in the audit rows. */
      readonly user: string;
      readonly mayWrite: boolean;
    };

/** What the console's pages read: the same pages stand on the world of this process and on a stage in AWS. */
export interface ConsoleSource {
  readonly place: Place;
  now(): Instant;
  /** The slim picture of everything, kept current by the source. */
  board(): Promise<Board>;
  /** Every row of one account's partition; empty: nobody of that name is known. */
  rowsOf(account: string): Promise<readonly Item[]>;
  execution(name: string): Promise<ExecutionView | undefined>;
  mail(id: string): Promise<MailView | undefined>;
}

/** One execution as its page shows it, whoever ran it. */
export interface ExecutionView {
  readonly name: string;
  readonly arn: string;
  /** Name of the machine, such as `payment-recovery`. */
  readonly machine: string;
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly input: string;
  readonly output?: string;
  /** The definition it runs on, which may be older than today's file. */
  readonly definition: unknown;
  readonly history: readonly HistoryEvent[];
  readonly waiting?: { readonly state: string; readonly due?: number };
}

export interface MailView {
  readonly id: string;
  readonly account: string;
  readonly key: string;
  readonly template: string;
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Why it is not quite the mail that went out; absent: it is. */
  readonly note?: string;
}

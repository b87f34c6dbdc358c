import type { Instant } from '../../lambdas/kernel/instant.ts';
import type { Item, Key } from '../../lambdas/kernel/rows.ts';
import type { HistoryEvent } from '../asl/index.ts';
import type { Acts } from './acts.ts';
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
  /** How old the board is and what keeps it young; undefined: it is current. */
  freshness(): Freshness | undefined;
  /** Every row of one account's partition; empty: nobody of that name is known. */
  rowsOf(account: string): Promise<readonly Item[]>;
  /** Every row of any partition, such as the attempts on a card. */
  partition(pk: string): Promise<readonly Item[]>;
  /** One row of any partition, such as a card's. */
  row(key: Key): Promise<Item | undefined>;
  /** Rows of all recoveries that have ended, run by run, and of those that are open. */
  recoveries(): Promise<Recoveries>;
  execution(name: string): Promise<ExecutionView | undefined>;
  /** By a message line's `mail`, or by `messageRef`. */
  mail(id: string): Promise<MailView | undefined>;
  /** The company's zone: months begin there. */
  readonly zone: string;
  /** What a person may do from here; undefined: only look. */
  readonly acts?: Acts;
}

export interface Recoveries {
  readonly ended: readonly Item[];
  readonly open: readonly Item[];
}

export interface Freshness {
  /** When the board was last read; undefined: it has not been read as a whole yet. */
  readonly readAt?: number;
  /** Why the last attempt to read failed, in words. */
  readonly trouble?: string;
  readonly everySeconds: number;
  /** Read units of the last round. */
  readonly readUnits: number;
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
  readonly links: readonly MailLink[];
  /** Why it is not quite the mail that went out; absent: it is. */
  readonly note?: string;
}

export interface MailLink {
  /** The page it leads to, such as `update-card`; the site, where it is not one of ours. */
  readonly page: string;
  /** Absent where it is not shown: whoever has the address can act for the customer. */
  readonly url?: string;
}

import type { Money } from '../../lambdas/kernel/money.ts';

/** The slim picture the overview and the lists stand on: of each thing only what a line shows, sorts and filters by. */
export interface Board {
  readonly accounts: ReadonlyMap<string, AccountLine>;
  /** The newest run of each case, open or closed. */
  readonly cases: readonly CaseLine[];
  /** Newest first. */
  readonly messages: readonly MessageLine[];
  /** Open and closed, soonest due first. */
  readonly tasks: readonly TaskLine[];
}

export interface AccountLine {
  readonly account: string;
  readonly name: string;
  readonly status?: string;
  readonly tier?: string;
  readonly plan?: string;
  readonly mrr?: Money;
  readonly customers: readonly string[];
}

export interface CaseLine {
  readonly account: string;
  readonly journey: string;
  readonly subject: string;
  readonly run: number;
  /** open, attention or closed. */
  readonly status: string;
  readonly stage?: string;
  readonly outcome?: string;
  readonly attention?: string;
  readonly openedAt: number;
  readonly wait?: { readonly state: string; readonly due: number };
  readonly execution: string;
}

/** A row of the outbox: what was sent, what waits, what was withheld and why. */
export interface MessageLine {
  readonly account: string;
  readonly key: string;
  readonly template: string;
  readonly class: string;
  readonly status: string;
  /** When it came to where it stands. */
  readonly at: number;
  readonly due: number;
  readonly reason?: string;
  readonly until?: number;
  readonly subject?: string;
  /** Leads to `mail(id)`; absent where nothing was written yet. */
  readonly mail?: string;
}

export interface TaskLine {
  readonly account: string;
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly at: number;
  readonly due: number;
  readonly assignee: string;
}

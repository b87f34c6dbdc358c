import type { Money } from '../../lambdas/kernel/money.ts';

/**
 * The slim picture the overview and the lists stand on: of each thing only what a line shows, sorts and filters by. As long
 * as nothing changes it is the same object, so what is derived from it may be kept beside it.
 */
export interface Board {
  readonly accounts: ReadonlyMap<string, AccountLine>;
  /** The newest run of each case, open or closed; the last opened first. */
  readonly cases: readonly CaseLine[];
  /** Newest first. */
  readonly messages: readonly MessageLine[];
  /** Open and closed, soonest due first. */
  readonly tasks: readonly TaskLine[];
  /** What this picture leaves out, one sentence each; empty: it is whole. */
  readonly gaps: readonly string[];
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
  readonly closedAt?: number;
  readonly wait?: { readonly state: string; readonly due: number };
  readonly execution: string;
}

/** A row of the outbox: what was sent, what waits, what was withheld and why. */
export interface MessageLine {
  readonly account: string;
  readonly key: string;
  readonly template: string;
  readonly class: string;
  /** PENDING, SENDING, SENT, UNKNOWN, DROPPED or WOULD_SEND. */
  readonly status: string;
  /** When it came to where it stands. */
  readonly at: number;
  readonly due: number;
  /** Why it waits or was dropped (spec messaging); absent where nothing stands against it. */
  readonly reason?: string;
  /** Until when it waits for that reason. */
  readonly until?: number;
  readonly to?: string;
  readonly subject?: string;
  /** Leads to `mail(id)`: what was handed to SES; absent where nothing was yet. */
  readonly mail?: string;
  /** What a search looks at, in small letters: made once, since a hundred thousand are looked through for one page. */
  readonly text: string;
}

export interface TaskLine {
  readonly account: string;
  readonly id: string;
  readonly kind: string;
  /** open or done. */
  readonly status: string;
  readonly at: number;
  readonly due: number;
  readonly assignee: string;
  /** What one has to know to do it. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly result?: string;
}

/** Leads to `mail(id)` for any message, written or not: what would be sent as it stands. */
export const messageRef = ({ account, key }: Pick<MessageLine, 'account' | 'key'>): string =>
  `m.${Buffer.from(JSON.stringify([account, key])).toString('base64url')}`;

/** Undefined for the id of a mail that SES gave. */
export function readMessageRef(id: string): Pick<MessageLine, 'account' | 'key'> | undefined {
  if (!id.startsWith('m.')) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(id.slice(2), 'base64url').toString());
    const [account, key]: unknown[] = Array.isArray(parts) ? parts : [];
    return typeof account === 'string' && typeof key === 'string' ? { account, key } : undefined;
  } catch {
    return undefined;
  }
}

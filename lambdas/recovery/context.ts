import type { Account, Contact } from '../accounts/account.ts';
import type { Invoice } from '../billing/model.ts';
import type { Case } from '../cases/case.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Ladder, Step } from './ladder.ts';
import type { Recovery } from './state.ts';
import type { World } from './world.ts';

/** All that one decision is made from: what stood on the row, what was read of the world, the run's own policy. */
export interface Context {
  readonly step: Step;
  readonly row: Case;
  readonly recovery: Recovery;
  readonly world: World;
  readonly account: Account | undefined;
  /** Who reads the mails: their zone dates what the mails say. */
  readonly contact: Contact | undefined;
  readonly config: RetentionConfig;
  readonly ladder: Ladder;
  readonly now: Instant;
  /** The decision is made outside the execution, which has to hear of it. */
  readonly heard?: Heard;
  /** At the end of a run: what was paid, and whether a pause was lifted by it. */
  readonly settled?: { readonly invoices: readonly Invoice[]; readonly resumed: boolean };
}

export interface Heard {
  readonly event: string;
  readonly what: string;
}

/** Only `live` touches Stripe; the other modes write down what they would have done. */
export const acts = (context: Pick<Context, 'row'>): boolean => context.row.mode === 'live';

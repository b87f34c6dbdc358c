import type { Account, Contact } from '../accounts/account.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Reader } from '../messaging/day-words.ts';

/** The customer whose link was opened. */
export interface Guest {
  readonly claims: Readonly<Record<string, string>>;
  readonly expires: Instant;
  readonly token: string;
  readonly config: RetentionConfig;
  readonly account: Account;
  readonly contact: Contact | undefined;
  readonly reader: Reader;
  readonly now: Instant;
}

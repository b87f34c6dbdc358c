import type { Account } from '../accounts/account.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Address } from './address.ts';
import type { Message } from './outbox.ts';

export interface Recipient {
  readonly email: string;
  /** As one would greet them; null: nobody's name is known. */
  readonly firstName: string | null;
  readonly zone: string;
  readonly locale: string;
}

/** Everything one attempt to send was decided on. */
export interface Sending {
  readonly message: Message;
  readonly account: Account | undefined;
  readonly recipient: Recipient;
  readonly address: Address;
  readonly config: RetentionConfig;
  /** When Stripe was last asked whether the reason of this mail still stands. */
  readonly goalReadAt: Instant;
}

/** At most this old may the read be that showed the invoice open (invariant 3). */
export const goalFreshness = { seconds: 5 } as const;

import { type Worth, worthOf } from '../accounts/worth.ts';
import { pricedOf } from '../billing/priced.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import type { Ours } from './view.ts';

/** What the account's subscription rows make it worth. */
export const worthIn = ({ subscriptions }: Pick<Ours, 'subscriptions'>, config: RetentionConfig): Worth | undefined =>
  worthOf(subscriptions.map(pricedOf), config);

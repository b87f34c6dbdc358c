import type { Account } from '../accounts/account.ts';
import type { HandledTypeName } from '../billing/event-types.ts';

interface About {
  /** What the difference is about: an id of Stripe's, or of a case. */
  readonly about: string;
  /** What stands at Stripe and what stood here, in words for a person. */
  readonly differs: string;
}

/** One thing that differs and how it is put right. Whatever an event would have done is done by that event's own way. */
export type Repair = About &
  (
    | {
        /** Nobody told us of it: it is taken in as the event would have been. */
        readonly kind: 'event';
        readonly type: HandledTypeName;
        readonly customer: string;
        readonly subscription?: string;
        /** The charge a failure is about: the second key that makes the late event a repeat. */
        readonly charge?: string;
        /** When it happened; absent: now. */
        readonly at?: number;
      }
    | {
        /** A run has settled this invoice and it is owed again: only the reconciler or a person may open another run. */
        readonly kind: 'reopen';
        readonly sort: string;
        readonly customer: string;
        readonly subscription: string;
        readonly type: HandledTypeName;
        readonly charge?: string;
        readonly at?: number;
      }
    /** We keep Stripe from collecting it, and nobody here does. */
    | { readonly kind: 'give-back' }
    | { readonly kind: 'status'; readonly from: Account['status']; readonly to: Account['status'] }
    /** MRR, tier and plan. */
    | { readonly kind: 'worth' }
    /** The case reads the world again. */
    | { readonly kind: 'news'; readonly sort: string }
    /** News the waiting step was never told. */
    | { readonly kind: 'callback'; readonly sort: string }
    /** Past its time without anybody looking at it: as the sweep does. */
    | { readonly kind: 'execution'; readonly sort: string }
  );

export type RepairKind = Repair['kind'];

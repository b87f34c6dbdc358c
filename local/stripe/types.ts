/** What the n-th charge on a card does: "ok", a decline code, or the details. */
export type Outcome = string | OutcomeDetail;

export interface OutcomeDetail {
  /** "ok", an error code, or a decline code; absent means "ok" unless `decline_code` says otherwise. */
  readonly code?: string;
  readonly decline_code?: string;
  readonly advice_code?: string;
  readonly network_advice_code?: string;
  readonly network_decline_code?: string;
  /** `charge.outcome.reason`: the only place where a block by Stripe itself shows. */
  readonly outcome_reason?: string;
  readonly outcome_type?: string;
  /** With `authentication_required`: a first challenge, which leaves neither an error nor a charge on the intent. */
  readonly challenge?: true;
  /** The charge happens, its answer never arrives. */
  readonly afterwards?: 'timeout';
  /** How long the payment stays in processing, such as "3d" or "2h30m". */
  readonly pending?: string;
  /** What the pending payment becomes; default "ok". */
  readonly then?: string;
}

export type Actor = 'us' | 'stripe' | 'customer';

/** A decoded form value. Everything on Stripe's wire is text. */
export type Param =
  | string
  | number
  | boolean
  | null
  | readonly Param[]
  | { readonly [name: string]: Param | undefined };
export type Params = { readonly [name: string]: Param | undefined };

export interface StripeRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Params;
  readonly idempotencyKey?: string;
  readonly apiVersion?: string;
  /** A fault of Stripe's own: this status is answered, and stored under the key when it is 500 or above. */
  readonly fault?: { readonly status: number; readonly after?: boolean };
}

export interface StripeResponse {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;
  /** The effect happened, the answer must never arrive. */
  readonly lost?: true;
}

export interface ChargeRecord {
  /** Virtual milliseconds. */
  readonly at: number;
  readonly invoice: string;
  readonly subscription?: string;
  readonly customer: string;
  readonly card: string;
  readonly fingerprint?: string;
  readonly actor: Actor;
  readonly amount: number;
  readonly currency: string;
  /** "ok", "pending" until it is settled, or the decline code. */
  outcome: string;
  /** The charge's `outcome.reason`; null when the charge went through. */
  reason: string | null;
  readonly idempotencyKey?: string;
  readonly charge: string;
  readonly paymentIntent: string;
}

export interface CallRecord {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly params: Params;
  readonly idempotencyKey?: string;
  readonly status: number;
}

export interface StripeEvent {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string | null;
  readonly created: number;
  readonly data: {
    readonly object: Record<string, unknown>;
    readonly previous_attributes?: Record<string, unknown>;
  };
  readonly livemode: boolean;
  readonly pending_webhooks: number;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null } | null;
  readonly type: string;
}

export interface FakeStripeOptions {
  /** Virtual time, epoch milliseconds. */
  readonly now: () => number;
  readonly emit: (event: StripeEvent) => void;
  readonly livemode?: boolean;
  readonly seed?: string;
  /** Where Stripe's own pages are: a server that shows them, or nowhere. */
  readonly pages?: string | undefined;
}

export type Interval = 'day' | 'week' | 'month' | 'year';

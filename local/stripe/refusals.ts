/**
 * What Stripe refuses, word by word where a source shows the words. `source` names the section of the fact sheet
 * (`facts/stripe.md`) or the recording; "assumed" means that Stripe refuses it but nobody here saw how it words it.
 */
export interface RefusalRow {
  readonly status: number;
  readonly type: string;
  readonly code?: string;
  readonly param?: string;
  /** `{name}` is filled from the slots. */
  readonly message: string;
  readonly source: string;
}

const invalid = { status: 400, type: 'invalid_request_error' } as const;

export const refusals = {
  resource_missing: {
    status: 404,
    type: 'invalid_request_error',
    code: 'resource_missing',
    param: 'id',
    message: "No such {noun}: '{id}'",
    source: 'recording: get error resource_missing',
  },
  bad_reference: {
    ...invalid,
    code: 'resource_missing',
    message: "No such {noun}: '{id}'",
    source: 'recording: post error resource_missing',
  },
  unknown_url: {
    status: 404,
    type: 'invalid_request_error',
    message: 'Unrecognized request URL ({method}: {path}).',
    source: 'assumed',
  },
  unknown_param: {
    ...invalid,
    code: 'parameter_unknown',
    message: 'Received unknown parameter: {param}',
    source: 'assumed',
  },
  missing_param: {
    ...invalid,
    code: 'parameter_missing',
    message: 'Missing required param: {param}.',
    source: 'assumed',
  },
  key_other_params: {
    status: 400,
    type: 'idempotency_error',
    message:
      "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request.",
    source: 'facts §4.4; wording: stripe-ruby#503',
  },
  key_other_endpoint: {
    status: 400,
    type: 'idempotency_error',
    message:
      "Keys for idempotent requests can only be used for the same endpoint they were first used for ('{first}' vs '{now}'). Try using a key other than '{key}' if you meant to execute a different request.",
    source: 'facts §4.4; wording: stripe-ruby#598',
  },
  key_in_use: {
    status: 409,
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message:
      'There is currently another in-progress request using this Idempotency-Key: {key}. Please try again later.',
    source: 'assumed (status: design §3, code: Stripe error code list)',
  },
  key_too_long: {
    ...invalid,
    message: 'Idempotency keys can be at most 255 characters long.',
    source: 'facts §4.4 (length); wording assumed',
  },
  pay_paid: { ...invalid, message: 'Invoice is already paid', source: 'facts §4.4 (twentyhq/twenty#22705)' },
  pay_void: {
    ...invalid,
    message: 'Voided invoices cannot be paid.',
    source: 'facts §4.4 (canonical/ubuntu.com#9363)',
  },
  pay_processing: {
    ...invalid,
    message: 'This invoice has a payment in processing and cannot be paid again until it has settled.',
    source: 'assumed (facts §4.4: never pay during processing)',
  },
  pay_no_card: {
    ...invalid,
    code: 'resource_missing',
    message:
      'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
    source: 'recording: post error resource_missing',
  },
  void_not_open: {
    ...invalid,
    message: 'Only open or uncollectible invoices can be voided; this invoice is {status}.',
    source: 'facts §4.5 (rule); wording assumed',
  },
  uncollectible_not_open: {
    ...invalid,
    message: 'Only open invoices can be marked uncollectible; this invoice is {status}.',
    source: 'facts §4.5 (rule); wording assumed',
  },
  finalize_not_draft: {
    ...invalid,
    message: "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
    source: 'assumed',
  },
  credit_not_finalized: {
    ...invalid,
    message: 'You can only create credit notes for open or paid invoices; this invoice is {status}.',
    source: 'assumed',
  },
  credit_too_much: {
    ...invalid,
    message: 'The sum of credit note amount ({amount}) exceeds what remains on the invoice ({remaining}).',
    source: 'assumed',
  },
  card_not_attached: {
    ...invalid,
    code: 'resource_missing',
    message:
      'The customer does not have a payment method with the ID {card}. The payment method must be attached to the customer.',
    source: 'assumed',
  },
  payment_method_missing: {
    ...invalid,
    code: 'resource_missing',
    message: "No such PaymentMethod: '{id}'",
    source: 'recording: post error resource_missing',
  },
  invalid_object: {
    ...invalid,
    message: 'Invalid object',
    source: 'facts §4.5 (an object since 23.0.0); wording assumed',
  },
  attach_elsewhere: {
    ...invalid,
    message: 'The payment method you provided has already been attached to a customer.',
    source: 'assumed',
  },
  attach_used: {
    ...invalid,
    message:
      'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
    source: 'assumed',
  },
  detach_unattached: {
    ...invalid,
    message: 'The payment method you provided is not attached to a customer so detachment is impossible.',
    source: 'assumed',
  },
  update_canceled: {
    ...invalid,
    message: 'A canceled subscription can only update its cancellation_details and metadata.',
    source: 'assumed',
  },
  resume_canceled: {
    ...invalid,
    message: 'A canceled subscription cannot be resumed.',
    source: 'completions T7 (rule); wording assumed',
  },
  resume_not_paused: {
    ...invalid,
    message: 'Only paused subscriptions can be resumed; this subscription is {status}.',
    source: 'facts §4.1 (paused only); wording assumed',
  },
  pause_not_flexible: {
    ...invalid,
    message: 'Only subscriptions with `billing_mode.type` `flexible` can be paused.',
    source: 'facts §4.5 A (rule); wording assumed',
  },
  pause_send_invoice: {
    ...invalid,
    message: 'Only subscriptions with `collection_method` `charge_automatically` can be paused.',
    source: 'facts §4.5 A (rule); wording assumed',
  },
  pause_status: {
    ...invalid,
    message: 'A subscription that is {status} cannot be paused.',
    source: 'facts §4.5 A (trial, paused, incomplete, incomplete_expired, canceled); wording assumed',
  },
  migrate_canceled: {
    ...invalid,
    message: 'A canceled subscription cannot be migrated.',
    source: 'assumed',
  },
  expand_depth: {
    ...invalid,
    code: 'property_expansion_max_depth',
    message: 'You cannot expand more than 4 levels of a property. Property: {property}',
    source: 'facts §4.2 (background knowledge)',
  },
  expand_unknown: {
    ...invalid,
    message: 'This property cannot be expanded ({property}).',
    source: 'assumed',
  },
} as const satisfies Record<string, RefusalRow>;

export type RefusalName = keyof typeof refusals;

/** Thrown by the routes, answered by the front door. */
export class Refusal extends Error {
  readonly status: number;
  readonly error: Record<string, unknown>;

  constructor(status: number, error: Record<string, unknown>) {
    super(String(error.message));
    this.status = status;
    this.error = error;
  }
}

export function refuse(name: RefusalName, slots: Readonly<Record<string, string | number>> = {}): Refusal {
  const row: RefusalRow = refusals[name];
  const message = row.message.replaceAll(/\{(\w+)\}/g, (_, slot: string) => String(slots[slot] ?? ''));
  const param = slots.param ?? row.param;
  return new Refusal(row.status, {
    ...(row.code === undefined
      ? {}
      : { code: row.code, doc_url: `https://stripe.com/docs/error-codes/${dashed(row.code)}` }),
    message,
    ...(param === undefined ? {} : { param }),
    type: row.type,
  });
}

const dashed = (code: string): string => code.replaceAll('_', '-');

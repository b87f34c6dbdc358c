/** Ids, kinds, instants and numbers only: a receiver may be anybody's server, so no address, name or text of a person leaves. */
interface WebhookEvent {
  /** What of the domain event's detail goes out beside its id and the account; what is not listed stays here. */
  readonly fields: readonly string[];
  readonly says: string;
}

const outcome = (says: string): WebhookEvent => ({ fields: ['subscription', 'invoice'], says });

/** What your own systems can be told by webhook, by the type the bus carries it under. */
export const webhookEvents = {
  'account.paused': {
    fields: ['subscription', 'reason', 'holdUntil'],
    says: 'lock the account: a payment stayed open until the end of the ladder',
  },
  'account.resumed': { fields: ['subscription', 'reason'], says: 'unlock the account: the pause is over' },
  'account.churned': {
    fields: ['subscription', 'kind', 'at', 'deletionDueAt'],
    says: 'the account pays for nothing any more',
  },
  'account.deletion_due': {
    fields: ['subscription', 'reason', 'since', 'due'],
    says: 'delete the account’s data, and confirm it: nothing is deleted by us',
  },
  'task.created': { fields: ['task', 'kind', 'due'], says: 'something needs a person' },
  'health.changed': { fields: ['from', 'to', 'score'], says: 'the account’s health went into another band' },
  'recovery.recovered': outcome('everything open of one subscription is paid'),
  'recovery.voided': outcome('the open invoice is not owed any more'),
  'recovery.uncollectible': outcome('the open invoice was written off'),
  'recovery.cancelled': outcome('the subscription ended while a payment was open'),
  'recovery.disputed': outcome('the customer disputes a charge: everything about them stopped'),
  'recovery.expired_hold': outcome('the hold ended unpaid, and the subscription with it'),
} as const satisfies Readonly<Record<string, WebhookEvent>>;

export type WebhookEventType = keyof typeof webhookEvents;

export const webhookEventTypes = Object.keys(webhookEvents) as [WebhookEventType, ...WebhookEventType[]];

export const isWebhookEvent = (type: string): type is WebhookEventType => Object.hasOwn(webhookEvents, type);

import type { Item } from '../../../lambdas/kernel/rows.ts';
import { readTagValue } from '../../../lambdas/messaging/mime.ts';
import type { Life } from '../life.ts';
import type { Numbered, RowWrite } from '../trace.ts';

export type Row = Readonly<Record<string, unknown>>;

export const rowOf = (value: unknown): Row => Object(value) as Row;

/** Milliseconds, not a brand: the trace only compares. */
export const timeOf = (iso: unknown): number => Date.parse(String(iso));

export interface CaseWrite extends RowWrite {
  readonly after: Item;
}

export const isSlot = ({ key }: Pick<RowWrite, 'key'>): boolean => / CASE#(?!.*#RUN#)/.test(key);

/** Writes of the slots themselves, in order; closed copies are other rows. */
export const caseWrites = ({ trace }: Life): CaseWrite[] =>
  trace.writes.filter((write): write is CaseWrite => isSlot(write) && write.after !== undefined);

export const writesOf = ({ trace }: Life, entity: string): CaseWrite[] =>
  trace.writes.filter((write): write is CaseWrite => write.after?.entity === entity);

export const dataOf = (row: Item | undefined): Row => rowOf(row?.data);

export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export const listOf = (value: unknown): Row[] => (Array.isArray(value) ? value.map(rowOf) : []);

export interface Pay {
  readonly seq: number;
  readonly at: number;
  readonly key: string;
  readonly invoice: string;
  readonly card: string;
}

const payPath = /^POST \/v1\/invoices\/([^/]+)\/pay$/;

/** Our own requests to charge that reached Stripe, whatever it answered. */
export const paysOf = ({ trace }: Life): Pay[] =>
  trace.calls.flatMap((call) => {
    const invoice = call.target === 'stripe' ? payPath.exec(call.operation)?.[1] : undefined;
    if (invoice === undefined) return [];
    const { idempotencyKey, params } = Object(call.input) as { idempotencyKey?: string; params: Row };
    return [
      { seq: call.seq, at: call.at, key: keyOf(idempotencyKey), invoice, card: String(params.payment_method ?? '') },
    ];
  });

/** Our keys carry a mark at Stripe that rows leave out. */
export const keyOf = (marked: string | undefined): string => (marked ?? '').replace(/^holdfast-/, '');

export interface Sent {
  readonly seq: number;
  readonly at: number;
  readonly key: string;
  readonly to: string;
}

/** Mail that SES took. */
export const sentOf = ({ trace }: Life): Sent[] =>
  trace.calls.filter(({ target }) => target === 'ses').map(({ seq, at, input }) => ({ seq, at, ...mailOf(input) }));

export function mailOf(input: unknown): { readonly key: string; readonly to: string } {
  const tag = listOf(rowOf(input).EmailTags).find(({ Name }) => Name === 'key');
  const [to] = textsOf(rowOf(rowOf(input).Destination).ToAddresses);
  return { key: readTagValue(String(tag?.Value ?? '')), to: to ?? '' };
}

/** The outbox row of a key as it stood when a call took effect. */
export const messageAt = (life: Life, key: string, seq: number): Item | undefined =>
  writesOf(life, 'message').findLast(({ after, seq: written }) => after.key === key && written <= seq)?.after;

export interface StripeEventRead {
  readonly id: string;
  readonly type: string;
  readonly object: Row;
  readonly ownKey: boolean;
}

export interface Queued extends StripeEventRead {
  readonly seq: number;
  readonly at: number;
}

/** Events that the webhook put into the queue; redeliveries come again. */
export const queuedOf = ({ trace }: Life): Queued[] =>
  trace.calls.flatMap((call) => {
    const input = rowOf(call.input);
    if (call.operation !== 'SendMessageCommand' || input.QueueUrl !== 'billing-events') return [];
    return [{ seq: call.seq, at: call.at, ...readEvent(String(rowOf(JSON.parse(String(input.MessageBody))).body)) }];
  });

function readEvent(body: string): StripeEventRead {
  const event = rowOf(JSON.parse(body));
  const ownKey = String(rowOf(event.request).idempotency_key ?? '').startsWith('holdfast-');
  return { id: String(event.id), type: String(event.type), object: rowOf(rowOf(event.data).object), ownKey };
}

/** Every event Stripe made, by its id: what really happened, whatever the queue holds. */
export const isWrite = ({ operation }: Numbered): boolean => !operation.startsWith('GET ');

export const iso = (at: number): string => new Date(at).toISOString().slice(5, 23);

import * as z from 'zod';
import { type Instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { Call } from '../world/options.ts';

/** One row of the timeline that no table or history keeps. */
export interface Noted {
  readonly at: string;
  readonly kind: 'note' | 'fault' | 'deploy' | 'email.event' | 'account.status' | 'page.opened' | 'page.submitted';
  readonly account: string | null;
  readonly [more: string]: unknown;
}

/** A webhook as it arrived: what the endpoint's own row does not say. */
export interface Arrived {
  readonly id: string | null;
  readonly customer: string | null;
  /** What it is about instead, where it names no customer. */
  readonly invoice: string | null;
  readonly charge: string | null;
}

const accountRow = z.looseObject({ account: z.string(), status: z.string() });

/** Listens while a story is played. */
export class Recorder {
  readonly noted: Noted[] = [];
  readonly arrived: Arrived[] = [];
  readonly #statuses = new Map<string, string>();

  note(at: Instant, text: string, account?: string, more: Readonly<Record<string, unknown>> = {}): void {
    this.noted.push({ at: toIso(at), kind: 'note', account: account ?? null, text, ...more });
  }

  /** Every call that took effect: a write of an account's row may have changed its status. */
  readonly watch = ({ at, target, input, answer }: Call): void => {
    if (target !== 'store' || !isAccountKey(input)) return;
    const written = accountRow.safeParse(Object(answer).Attributes ?? Object(input).Item);
    if (!written.success) return;
    const { account, status } = written.data;
    const before = this.#statuses.get(account);
    this.#statuses.set(account, status);
    if (before !== undefined && before !== status)
      this.noted.push({ at: toIso(at), kind: 'account.status', account, status, from: before });
  };
}

/** A read carries the key too, but has an `Item` in its answer and no `Attributes`. */
function isAccountKey(input: unknown): boolean {
  const { Key, Item } = Object(input) as { Key?: { sk?: unknown }; Item?: { sk?: unknown } };
  return (Key ?? Item)?.sk === 'ACCOUNT';
}

/** Whose event it is, by Stripe's own object. */
export function arrivedOf(body: string): Arrived {
  const event = Object(safeJson(body)) as { id?: unknown; data?: { object?: unknown } };
  const object = Object(event.data?.object) as Readonly<Record<string, unknown>>;
  const customer = object.object === 'customer' ? object.id : object.customer;
  return {
    id: idOf(event.id),
    customer: idOf(customer),
    invoice: idOf(object.invoice),
    charge: idOf(object.charge),
  };
}

/** Stripe names an object by its id, or expands it. */
const idOf = (value: unknown): string | null => textOf(value) ?? textOf(Object(value).id);

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function safeJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

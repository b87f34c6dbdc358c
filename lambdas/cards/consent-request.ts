import * as z from 'zod';
import { hash24, idempotencyKey } from '../kernel/ids.ts';
import { after, toIso, toSeconds } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent, type Key } from '../kernel/rows.ts';
import { bySchema, consentKey, type Words } from './consent.ts';
import { giveConsent } from './keep-consent.ts';

/** A button that was pressed under the sentence, before there is a card: used once, by the card that is saved for it. */
const requestSchema = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  entity: z.literal('consent-request'),
  account: z.string(),
  customer: z.string(),
  at: z.string().min(20),
  by: bySchema,
  words: z.strictObject({ sentence: z.string(), version: z.string() }),
  card: z.string().optional(),
  ttl: z.number().int(),
});

export type ConsentRequest = Pick<z.infer<typeof requestSchema>, 'account' | 'customer' | 'by'>;

const keyOf = (account: string, id: string): Key => ({ pk: `A#${account}`, sk: `CONSENTASK#${id}` });

/** Stripe closes a Checkout page after a day; its events may be days late. */
const life = { days: 30 } as const;

/**
 * Keeps what was agreed to, then makes the page of Stripe's that takes the card. `press` names one press of the button: a
 * second one under the same name leads to the same page. The row comes first, so the saved card always finds its words.
 */
export async function askForCard(
  { account, customer, by }: ConsentRequest,
  words: Words,
  { press, returnUrl }: { readonly press: string; readonly returnUrl: string },
  ports: Ports,
): Promise<string> {
  const now = ports.clock.now();
  const id = hash24(`${account}|${customer}|${by.who}|${press}`);
  const row = {
    entity: 'consent-request',
    account,
    customer,
    at: toIso(now),
    by,
    words,
    ttl: toSeconds(after(now, life)),
  };
  await ports.rows.put({ ...keyOf(account, id), ...row }, ifAbsent);
  const key = idempotencyKey('setup', account, customer, id);
  return ports.billing.setupSession({ customer, reference: id, returnUrl, key });
}

/** The card was saved: the consent that waited for it is given to this very card, once, whichever event tells first. */
export async function completeRequest(accounts: readonly string[], setup: string, ports: Ports): Promise<void> {
  const saved = await ports.billing.setup(setup, 'projection');
  const { reference, card, customer } = saved ?? {};
  if (reference === undefined || card === undefined) return;
  for (const account of accounts) {
    const item = await ports.rows.get(keyOf(account, reference));
    const request = item && requestSchema.parse(item);
    if (request && request.customer === customer) await redeem(request, card, ports);
  }
}

/** A repeat that comes after the customer has taken the consent back gives nothing again. */
async function redeem(request: z.infer<typeof requestSchema>, card: string, ports: Ports): Promise<void> {
  const { pk, sk, account, customer, by, words } = request;
  const unused = { kind: 'absent', path: 'card' } as const;
  const used = await ports.rows.update({ pk, sk }, { set: [['card', card]], if: unused });
  if (used.kind === 'refused' && (request.card !== card || (await ports.rows.get(consentKey(account, card))))) return;
  await giveConsent({ account, customer, card }, by, words, ports);
}

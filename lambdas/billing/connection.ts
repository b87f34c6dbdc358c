import * as z from 'zod';
import type { Ports } from '../kernel/ports.ts';

/** What `npm run stripe:connect` made and changed at Stripe for this stage: what is in use, and what to give back. */
const schema = z.object({
  /** The Stripe account: one deployment is one account (completions N12). */
  account: z.string(),
  endpoint: z.string(),
  /** The portal configuration of our own, limited to the payment method. */
  portal: z.string(),
  connectedAt: z.string(),
  /** Settings that were not ours and stood differently before, in the form Stripe's API takes back. */
  changed: z.array(
    z.object({
      what: z.literal('portal-cancel'),
      configuration: z.string(),
      before: z.object({ enabled: z.boolean() }),
      at: z.string(),
    }),
  ),
});

export type Connection = Readonly<z.output<typeof schema>>;

export const connectionKey = { pk: 'STRIPE#CONNECT', sk: 'CONNECT' } as const;

export const parseConnection = (value: unknown): Connection => schema.parse(value);

/** Undefined: nobody has run stripe:connect for this stage. */
export async function loadConnection({ rows }: Pick<Ports, 'rows'>): Promise<Connection | undefined> {
  const item = await rows.get(connectionKey);
  return item && parseConnection(item);
}

export async function storeConnection(connection: Connection, { rows }: Pick<Ports, 'rows'>): Promise<void> {
  await rows.put({ ...connectionKey, entity: 'stripe-connection', ...connection });
}

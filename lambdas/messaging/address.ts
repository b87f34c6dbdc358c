import * as z from 'zod';
import { addressHash } from '../kernel/ids.ts';
import { before, type Instant, parseInstant } from '../kernel/instant.ts';
import type { Item, Key } from '../kernel/rows.ts';

/** One person's mailbox, for all accounts it appears in: the owner of suppression, consent and caps. */
export const addressSchema = z.strictObject({
  pk: z.string(),
  sk: z.literal('ADDRESS'),
  entity: z.literal('address'),
  version: z.number().int(),
  suppressed: z
    .strictObject({ reason: z.enum(['bounce', 'complaint']), at: z.string(), source: z.string() })
    .optional(),
  /** Transient bounces of the last 30 days. */
  soft: z.array(z.string()),
  heldUntil: z.string().optional(),
  /** A slot per message key: taken before sending, confirmed on accept, freed on refusal. */
  slots: z.array(
    z.strictObject({
      key: z.string(),
      at: z.string(),
      class: z.string(),
      state: z.enum(['reserved', 'sent']),
      /** The account whose next mail with a floor waits for this one. */
      floor: z.string().optional(),
    }),
  ),
});

export type Address = z.infer<typeof addressSchema>;

export const addressKey = (email: string): Key => ({ pk: `E#${addressHash(email)}`, sk: 'ADDRESS' });

export const parseAddress = (item: Item): Address => addressSchema.parse(item);

export const freshAddress = (key: Key): Address => ({
  pk: key.pk,
  sk: 'ADDRESS',
  entity: 'address',
  version: 0,
  soft: [],
  slots: [],
});

/** The longest cap window is 30 days (spec messaging, caps); older slots decide nothing. */
export const recentOf = (address: Address, now: Instant): Address['slots'] =>
  address.slots.filter((slot) => parseInstant(slot.at) > before(now, { days: 31 })).slice(-100);

/** Three transient bounces in 30 days hold an address for 14 (spec messaging, suppression). */
export const softLimit = { bounces: 3, within: { days: 30 }, hold: { days: 14 } } as const;

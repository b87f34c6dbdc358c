import type { Setup } from './model.ts';
import { defined, idOf, metadata, need, object, text } from './raw.ts';

/** Under this name a saved card tells which request of ours it answers. */
export const setupReference = 'holdfast_consent';

/** Reads a SetupIntent: a card that was saved, or is being saved, without a charge. */
export function readSetup(value: unknown): Setup {
  const raw = object(value, 'setup_intent');
  return defined({
    id: need(text(raw.id), 'setup_intent.id', raw),
    customer: idOf(raw.customer),
    card: raw.status === 'succeeded' ? idOf(raw.payment_method) : undefined,
    reference: metadata(raw.metadata)[setupReference],
  });
}

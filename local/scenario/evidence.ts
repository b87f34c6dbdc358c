import * as z from 'zod';
import { parseDuration } from '../../lambdas/kernel/config/duration.ts';
import { fromSeconds, type Instant, milliseconds } from '../../lambdas/kernel/instant.ts';
import { addressKey } from '../../lambdas/messaging/address.ts';
import type { World } from '../world/world.ts';
import type { Story } from './read-story.ts';
import { messagesOf, rowsOf, runsOf } from './table-rows.ts';
import type { Evidence } from './violations.ts';

type Seen = Pick<Evidence, 'charges' | 'mails'>;

export const evidenceOf = (world: World, { config }: Story, { charges, mails }: Seen): Evidence => ({
  charges,
  mails,
  paidAt: paidAt(world),
  suppressedAt: suppressedAt(world, mails),
  pauses: pauses(world),
  minimumGap: milliseconds(parseDuration(config.ladder.minimumGap)),
  deadLetters: world.queues.deadLetters.map(({ queue, id, body }) => ({ queue, what: named(body) ?? `message ${id}` })),
});

const text = z.string().optional().catch(undefined);
const json = z.string().transform((body, context): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    context.addIssue('no JSON');
    return z.NEVER;
  }
});
const letter = json.pipe(z.object({ type: text, id: text, key: text }));

/** By its type and id, or its key; the rest of a body may be about a person. */
function named(body: string): string | undefined {
  const parsed = letter.safeParse(body);
  if (!parsed.success) return undefined;
  const { type, id, key } = parsed.data;
  return [type, id ?? key].filter((part) => part !== undefined).join(' ') || undefined;
}

const transitions = z.looseObject({ paid_at: z.number().nullable() });

function paidAt({ stripe }: World): Map<string, Instant> {
  const paid = stripe.peek('invoices').flatMap(({ id, status, status_transitions: when }) => {
    const parsed = transitions.safeParse(when);
    const at = status === 'paid' && parsed.success ? parsed.data.paid_at : null;
    return at === null ? [] : [[id, fromSeconds(at)] as const];
  });
  return new Map(paid);
}

const suppressed = z.looseObject({ pk: z.string(), suppressed: z.looseObject({ at: z.string() }) });

function suppressedAt(world: World, mails: Evidence['mails']): Map<string, string> {
  const since = new Map(
    rowsOf(world, 'address').flatMap((row) => {
      const parsed = suppressed.safeParse(row);
      return parsed.success ? [[parsed.data.pk, parsed.data.suppressed.at] as const] : [];
    }),
  );
  const known = mails.flatMap(({ to }) => {
    const at = since.get(addressKey(to).pk);
    return at === undefined ? [] : [[to, at] as const];
  });
  return new Map(known);
}

const pausedSchema = z.looseObject({ paused: z.looseObject({ at: z.string() }) });

function pauses(world: World): Evidence['pauses'] {
  const notices = messagesOf(world).filter(({ template }) => template === 'payment-recovery/last-attempt');
  return runsOf(world).flatMap(({ account, subject, data }) => {
    const parsed = pausedSchema.safeParse(data);
    if (!parsed.success) return [];
    const own = notices.filter((notice) => notice.account === account && notice.key.includes(`/${subject}/`));
    return [{ subject, at: parsed.data.paused.at, noticeAt: own.map(({ queuedAt }) => queuedAt).sort()[0] ?? null }];
  });
}

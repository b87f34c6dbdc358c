import * as z from 'zod';
import { mailEntry } from './entry.ts';

/** Printed as it is: written by whoever queues the message. */
const words = z.string().trim().min(1);

/** Mails to the company's own people: no customer reads them, so they say what is so. */
export const internalMails = {
  'internal/task': mailEntry({
    class: 'internal',
    topic: null,
    journey: 'internal',
    priority: 'internal',
    quiet: 'nights',
    /** The task says until when it matters; its mail goes while the task is open. */
    ttlDays: 30,
    facts: z.strictObject({
      /** Nobody's first name is known: people stand in the configuration by their address. */
      name: words.nullable(),
      /** `new`: just made. `again`: back from a snooze. `overdue`: its deadline passed. `assigned`: handed over by somebody. */
      news: z.enum(['new', 'again', 'overdue', 'assigned']),
      what: words,
      todo: words,
      because: words,
      account: words,
      /** "Wednesday 11 November, 10:00", on the company's clock. */
      due: words,
      facts: z.array(z.strictObject({ label: words, value: words })),
      /** Who handed it over. */
      by: words.nullable(),
    }),
    /** 30 days: longer than any snooze and deadline, and a forwarded mail does not stay a key to the task for ever. */
    links: [{ name: 'task', page: 'task', button: true, lifeDays: 30 }],
    sample: {
      name: null,
      news: 'new',
      what: 'Write to the customer personally about an open payment',
      todo: 'Write or call, in your own words, before the account is paused.',
      because: 'A payment of a customer of high value has failed several times, and our mails have not settled it.',
      account: 'Acme Ltd',
      due: 'Wednesday 11 November, 10:00',
      facts: [
        { label: 'Invoice', value: 'in_1042' },
        { label: 'Still open', value: '$590.00' },
      ],
      by: null,
    },
  }),
} as const;

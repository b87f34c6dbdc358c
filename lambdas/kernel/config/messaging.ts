import * as z from 'zod';
import { count, percent, positive, reason, text, time } from './fields.ts';

/** `0` means none, `null` means no cap. */
const cap = count.nullable();

/** Rolling windows per address over all journeys and accounts, counting accepted lifecycle mails only. */
export const capsSchema = z
  .strictObject({
    '24h': cap.default(1),
    '7d': cap.default(3),
    '30d': cap.default(8),
    /** Journeys that do not count in the 30-day window: they are dense by design and end by themselves. */
    outside30d: z.array(text).default(['trial', 'onboarding']),
    /** Mails to our own people, per address and 24 hours; the rest waits until the day has room. */
    internal24h: cap.default(20),
    reason: reason.default(
      'one mail a day and two a week is what people keep reading; more is where they leave the list',
    ),
  })
  .prefault({});

const night = {
  /** Local time of the recipient. */
  from: time.default('20:00'),
  to: time.default('08:00'),
};

export const quietHoursSchema = z
  .strictObject({
    lifecycle: z
      .strictObject({
        ...night,
        weekends: z.boolean().default(true),
        reason: reason.default('nobody decides about software at night or on a Sunday'),
      })
      .prefault({}),
    service: z
      .strictObject({
        ...night,
        weekends: z.boolean().default(false),
        /** No night at all: the customer caused it a moment ago, or has lost access. */
        exempt: z
          .array(text)
          .default([
            'payment-recovery/recovered',
            'payment-recovery/paused',
            'pause/confirmed',
            'pause/resumed',
            'reactivation/welcome-back',
          ]),
        reason: reason.default('a payment notice may wait for the morning, not for Monday'),
      })
      .prefault({}),
    /** Mails to our own people about their tasks, on the company's clock. */
    internal: z
      .strictObject({
        ...night,
        weekends: z.boolean().default(false),
        reason: reason.default('most tasks are due within a day: the morning is early enough, Monday may be too late'),
      })
      .prefault({}),
  })
  .prefault({});

/** Before a template runs by itself, a person reads so many of its mails to real customers; 0: none (completions N5). */
export const approveSchema = z.int().min(0).max(1000).default(20);

/** Stops lifecycle mail before a mailbox provider does; service mail goes on. */
export const brakeSchema = z
  .strictObject({
    bouncePercent: percent.default(2.5),
    complaintPercent: percent.default(0.05),
    /** Over the last so many lifecycle sends. */
    window: positive.default(1000),
    reason: reason.default('half of the rates at which SES puts an account under review'),
  })
  .prefault({});

/** Lifecycle mails a day on a cold domain, day by day; afterwards no limit but SES's own. */
export const warmUpSchema = z
  .strictObject({
    perDay: z.array(positive).default([50, 100, 200, 400, 800, 1600, 3200]),
    reason: reason.default('mailbox providers distrust a domain that is loud on its first day'),
  })
  .prefault({});

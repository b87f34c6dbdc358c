import * as z from 'zod';

const who = z.string().min(1).max(100);
const why = z.string().trim().min(1).max(500);
const id = z.string().min(1).max(200);
const aboutCase = { account: id, subject: id, who, why };

/** What a person may do, as it travels from the command line to the server. */
export const commandSchema = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('stop'), ...aboutCase }),
  z.strictObject({ command: z.literal('nudge'), ...aboutCase }),
  z.strictObject({ command: z.literal('restart'), ...aboutCase, policy: z.enum(['own', 'current']).default('own') }),
  z.strictObject({ command: z.literal('attention') }),
  z.strictObject({ command: z.literal('link'), customer: z.string().regex(/^cus_[\w-]+$/), account: id, who, why }),
  z.strictObject({ command: z.literal('reconcile'), account: id.optional(), who, why }),
  z.strictObject({ command: z.literal('reconciled') }),
  /** `npm run stripe:handback`; `resume`: subscriptions a person has said yes to, one by one. */
  z.strictObject({
    command: z.literal('handback'),
    dryRun: z.boolean(),
    resume: z.array(z.strictObject({ account: id, subscription: id })).default([]),
    who,
    why,
  }),
  z.strictObject({
    command: z.literal('enrol'),
    journey: z.literal('payment-recovery'),
    since: z.iso.datetime({ offset: true }),
    yes: z.boolean().default(false),
    who,
    why,
  }),
  z.strictObject({ command: z.literal('replay-webhook'), what: id, who, why }),
  z.strictObject({ command: z.literal('pause-all'), who, why }),
  z.strictObject({ command: z.literal('resume-all'), who, why }),
]);

export type Command = z.output<typeof commandSchema>;

/** Lines for a person to read; the first says what was done. */
export interface Answer {
  readonly lines: readonly string[];
}

export const answerSchema = z.object({ lines: z.array(z.string()) });

/** A mistake of the person at the keyboard, or something missing that they can put right: one sentence, exit code 2. */
export class OpsError extends Error {
  override readonly name = 'OpsError';
}

import { ServiceUnavailable, Throttled } from '../kernel/failures.ts';
import type { Billing, Ports } from '../kernel/ports.ts';
import { isBraked } from '../messaging/brake.ts';
import type { MailPort, OutgoingMail } from '../messaging/mail-port.ts';

type Flag = Pick<Ports, 'rows'>;

const refuse = (what: string): never => {
  throw new ServiceUnavailable(`everything is paused ("ops pause-all"): no ${what} leaves until "ops resume-all"`);
};

/** The last look before money moves: whatever was decided upstream, a paused deployment charges nobody. */
export const brakedBilling = (billing: Billing, flag: Flag): Billing => ({
  ...billing,
  pay: async (call) => ((await isBraked(flag)) ? refuse('charge') : billing.pay(call)),
  // Resuming bills a new period at once.
  resume: async (id, key) => ((await isBraked(flag)) ? refuse('charge') : billing.resume(id, key)),
});

/** The flag may take its time to read, so what the mail rests on is dated again after it (invariant 3). */
export const brakedMail = (mail: MailPort, flag: Pick<Ports, 'rows' | 'clock'>): MailPort => ({
  send: async (one) => {
    if (await isBraked(flag)) refuse('mail');
    refuseLate(one, flag);
    return mail.send(one);
  },
});

function refuseLate({ key, notAfter }: OutgoingMail, { clock }: Pick<Ports, 'clock'>): void {
  if (notAfter === undefined || clock.now() <= notAfter) return;
  throw new Throttled(`mail ${key} rests on a read that has grown old: read again`);
}

import { ServiceUnavailable } from '../kernel/failures.ts';
import type { Billing, Ports } from '../kernel/ports.ts';
import { isBraked } from '../messaging/brake.ts';
import type { MailPort } from '../messaging/mail-port.ts';

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

export const brakedMail = (mail: MailPort, flag: Flag): MailPort => ({
  send: async (one) => ((await isBraked(flag)) ? refuse('mail') : mail.send(one)),
});

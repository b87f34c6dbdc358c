import type { Billing, Ports } from '../kernel/ports.ts';
import { heldBack, isBraked } from '../messaging/brake.ts';
import type { MailPort } from '../messaging/mail-port.ts';

type Flag = Pick<Ports, 'rows'>;

/**
 * Every write at Stripe asks here, the last look before money moves or a customer's state changes; whatever was decided
 * upstream, a paused deployment does nothing. Only `holdCollection` passes: it keeps Stripe itself from charging.
 */
export function brakedBilling(billing: Billing, flag: Flag): Billing {
  const unlessPaused = async <T>(what: string, write: () => Promise<T>): Promise<T> => {
    if (await isBraked(flag)) throw heldBack(what);
    return write();
  };
  return {
    ...billing,
    pay: (call) => unlessPaused('charge', () => billing.pay(call)),
    setDefaultCard: (...call) => unlessPaused('change of a card', () => billing.setDefaultCard(...call)),
    pause: (...call) => unlessPaused('pause', () => billing.pause(...call)),
    resumeCollection: (...call) => unlessPaused('resume', () => billing.resumeCollection(...call)),
    resume: (...call) => unlessPaused('resume', () => billing.resume(...call)),
    creditBalance: (...call) => unlessPaused('credit', () => billing.creditBalance(...call)),
    cancel: (...call) => unlessPaused('cancellation', () => billing.cancel(...call)),
  };
}

export const brakedMail = (mail: MailPort, flag: Flag): MailPort => ({
  send: async (one) => {
    if (await isBraked(flag)) throw heldBack('mail');
    return mail.send(one);
  },
});

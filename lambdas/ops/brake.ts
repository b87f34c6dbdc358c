import { Throttled } from '../kernel/failures.ts';
import type { Billing, BillingReads, Ports } from '../kernel/ports.ts';
import { heldBack, isBraked } from '../messaging/brake.ts';
import type { MailPort, OutgoingMail } from '../messaging/mail-port.ts';

type Flag = Pick<Ports, 'rows'>;

/** A new write at Stripe does not compile until it is braked too. */
type Braked = Omit<
  Billing,
  keyof BillingReads | 'recent' | 'holdCollection' | 'cancelAtPeriodEnd' | 'portalSession' | 'setupSession'
>;

/**
 * Every write at Stripe asks here, the last look before money moves or a customer's state changes; whatever was decided
 * upstream, a paused deployment does nothing. What passes: `holdCollection`, which keeps Stripe itself from charging, and what
 * customers do for themselves without money: cancelling is always possible, and so is looking at one's own cards.
 */
export function brakedBilling(billing: Billing, flag: Flag): Billing {
  const unlessPaused = async <T>(what: string, write: () => Promise<T>): Promise<T> => {
    if (await isBraked(flag)) throw heldBack(what);
    return write();
  };
  const braked: Braked = {
    releaseCollection: (...call) => unlessPaused('return to Stripe', () => billing.releaseCollection(...call)),
    pay: (call) => unlessPaused('charge', () => billing.pay(call)),
    setDefaultCard: (...call) => unlessPaused('change of a card', () => billing.setDefaultCard(...call)),
    pause: (...call) => unlessPaused('pause', () => billing.pause(...call)),
    resumeCollection: (...call) => unlessPaused('resume', () => billing.resumeCollection(...call)),
    resume: (...call) => unlessPaused('resume', () => billing.resume(...call)),
    voidInvoice: (...call) => unlessPaused('waiver', () => billing.voidInvoice(...call)),
    creditBalance: (...call) => unlessPaused('credit', () => billing.creditBalance(...call)),
    cancel: (id, key, by) =>
      by === 'customer' ? billing.cancel(id, key, by) : unlessPaused('cancellation', () => billing.cancel(id, key)),
  };
  return { ...billing, ...braked };
}

/** The flag may take its time to read, so what the mail rests on is dated again after it (invariant 3). */
export const brakedMail = (mail: MailPort, flag: Pick<Ports, 'rows' | 'clock'>): MailPort => ({
  send: async (one) => {
    if (await isBraked(flag)) throw heldBack('mail');
    refuseLate(one, flag);
    return mail.send(one);
  },
});

function refuseLate({ key, notAfter }: OutgoingMail, { clock }: Pick<Ports, 'clock'>): void {
  if (notAfter === undefined || clock.now() <= notAfter) return;
  throw new Throttled(`mail ${key} rests on a read that has grown old: read again`);
}

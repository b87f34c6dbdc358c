import type { HttpResponse } from '../kernel/http.ts';
import type { Ports } from '../kernel/ports.ts';
import { acts } from '../recovery/context.ts';
import { nextTurn } from '../recovery/customer-may.ts';
import { type Pressed, payOnSession } from '../recovery/on-session.ts';
import type { Seen } from './case-seen.ts';
import { debtOf } from './debt.ts';
import { endingOf } from './endings.ts';
import { mintFormToken, readFormToken } from './form-token.ts';
import type { Guest } from './guest.ts';
import { seeOther } from './kit.ts';
import { linkTo } from './page-links.ts';
import { braked, customerPage, notFromHere, nothingOpen, rehearsal, unreached } from './parts.ts';
import { paySheet } from './pay-view.ts';
import type { Purpose } from './purpose.ts';
import { seeCase } from './see-case.ts';
import { withGuest } from './with-guest.ts';

/**
 * "Pay now", "confirm with your bank" and "resume": one button that takes one amount with one card. The form names the
 * run and the turn, so that a press is one row however often it is sent; what came of it is read from the case after a
 * 303, and a reload acts no second time.
 */
export const payPurpose: Purpose = {
  own: false,
  get: (opened) => withGuest(opened, (guest, ports) => show(200, guest, ports)),
  post: (opened, form) => withGuest(opened, (guest, ports) => press(guest, form, ports)),
};

async function press(guest: Guest, form: URLSearchParams, ports: Ports): Promise<HttpResponse> {
  const read = await readFormToken(guest, ports, form);
  if (read.kind === 'wrong') return show(400, guest, ports, notFromHere);
  const { account = '', case: about = '' } = guest.claims;
  const [run, turn] = [Number(read.about.run), Number(read.about.turn)];
  const pressed = await payOnSession({ account, case: about, run, turn }, ports);
  if (pressed.kind === 'unreached') return show(503, guest, ports, unreached);
  if (pressed.kind === 'held') return show(503, guest, ports, pressed.why === 'brake' ? braked : rehearsal);
  return (asksCustomer(pressed) ? await toStripe(guest, ports) : undefined) ?? seeOther(guest.token);
}

const asksCustomer = (pressed: Pressed): boolean =>
  pressed.kind === 'declined' ? pressed.authenticate : pressed.kind === 'not' && pressed.may.kind === 'hosted';

/** The address of Stripe's page for the invoice dies, so it is asked for at the moment it is needed, and kept nowhere. */
async function toStripe(guest: Guest, ports: Ports): Promise<HttpResponse | undefined> {
  const seen = await seeCase(guest, ports);
  if (seen.kind !== 'open') return undefined;
  if (!acts(seen.context)) return show(503, guest, ports, rehearsal);
  const { status, hostedUrl } = seen.context.world.lead;
  return status === 'open' && hostedUrl ? seeOther(hostedUrl) : undefined;
}

async function show(status: number, guest: Guest, ports: Ports, problem?: string): Promise<HttpResponse> {
  const seen = await seeCase(guest, ports);
  if (seen.kind === 'none') return customerPage(status, nothingOpen, guest);
  if (seen.kind === 'closed') return customerPage(status, endingOf(seen, guest), guest);
  return customerPage(status, paySheet(await viewOf(seen, guest, ports, problem)), guest);
}

async function viewOf(
  { row, context }: Extract<Seen, { kind: 'open' }>,
  guest: Guest,
  ports: Ports,
  problem: string | undefined,
) {
  const turn = nextTurn(context.recovery);
  return {
    debt: debtOf(context, guest.reader),
    context,
    oldInvoice: context.config.ladder.oldInvoice,
    pending: row.intent?.onSession === true,
    self: guest.token,
    form: await mintFormToken(guest, ports, { run: String(row.run), turn: String(turn) }),
    updateCard: await linkTo('update-card', guest, ports),
    whatHappened: await linkTo('what-happened', guest, ports),
    reader: guest.reader,
    ...(problem === undefined ? {} : { problem }),
  };
}

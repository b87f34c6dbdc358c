import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { sha256 } from '../../lambdas/kernel/ids.ts';
import type { Html } from '../console/kit.ts';
import { barePage } from '../console/layout.ts';
import type { NewCard } from '../stripe/index.ts';
import type { World } from '../world/world.ts';
import type { Host } from './host.ts';

interface TestCard {
  readonly value: string;
  readonly label: string;
  readonly brand: string;
  readonly last4: string;
  readonly charges: NewCard['charges'];
}

/** The numbers are Stripe's own test cards; here only what they answer counts. */
const testCards: readonly TestCard[] = [
  { value: 'good', label: '4242 4242 4242 4242 · Visa, is charged', brand: 'visa', last4: '4242', charges: ['ok'] },
  {
    value: 'poor',
    label: '4000 0000 0000 9995 · Visa, has not enough money',
    brand: 'visa',
    last4: '9995',
    charges: ['insufficient_funds'],
  },
  {
    value: 'asks',
    label: '4000 0027 6000 3184 · Visa, its bank asks every time',
    brand: 'visa',
    last4: '3184',
    charges: ['authentication_required'],
  },
];

const title = 'A page of Stripe’s (played)';
const about = html`<p class="notice">On a real stage this is Stripe’s own page. No number is typed here: choose what the card is to do.</p>`;

/** What stands behind the links to Stripe on the laptop: the customer goes there, acts, and is sent back. */
export function stripePages(host: Host): Hono {
  const app = new Hono();
  const peek = (kind: 'portalSessions' | 'checkoutSessions', id: string) =>
    host.world.stripe.peek(kind).find((one) => one.id === id);
  app.get('/portal/:id', (c) => sheet(c, peek('portalSessions', c.req.param('id')), 'Save this card'));
  app.get('/checkout/:id', (c) => sheet(c, peek('checkoutSessions', c.req.param('id')), 'Save this card'));
  app.post('/portal/:id', (c) => {
    const session = peek('portalSessions', c.req.param('id'));
    if (!session) return gone(c);
    return enter(c, host, String(session.return_url), (world, card) =>
      world.stripe.addCard(String(session.customer), card, { default: true }),
    );
  });
  app.post('/checkout/:id', (c) => {
    const session = peek('checkoutSessions', c.req.param('id'));
    if (session?.status !== 'open') return gone(c);
    return enter(c, host, String(session.success_url), (world, card) =>
      world.stripe.addCard(String(session.customer), card, { checkout: String(session.id) }),
    );
  });
  app.get('/invoice/:id', (c) => invoicePage(c, host));
  app.post('/invoice/:id', (c) => payInvoice(c, host));
  return app;
}

const gone = (c: Context) =>
  c.html(
    barePage(title, html`<p>This page was for one visit and is over. Please use the link in the mail again.</p>`),
    404,
  );

function sheet(c: Context, session: object | undefined, label: string) {
  if (!session) return gone(c);
  const choice = ({ value, label: words }: TestCard, index: number): Html =>
    html`<p><label><input type="radio" name="card" value="${value}" ${index === 0 ? 'checked' : ''}> ${words}</label></p>`;
  return c.html(
    barePage(
      title,
      html`${about}<form method="post"><fieldset><legend>Which card?</legend>${testCards.map(choice)}</fieldset><p><button class="main">${label}</button></p></form>`,
    ),
  );
}

/** The same card entered twice is one fingerprint, as at Stripe. */
async function enter(c: Context, host: Host, back: string, save: (world: World, card: NewCard) => unknown) {
  const form = new URLSearchParams(await c.req.text());
  const chosen = testCards.find(({ value }) => value === form.get('card')) ?? testCards[0];
  if (!chosen) return gone(c);
  await host.act(async () => {
    const { world } = host;
    await host.catchUp();
    const { brand, last4, charges } = chosen;
    const id = `pm_played_${world.stripe.peek('paymentMethods').length + 1}`;
    save(world, {
      id,
      brand,
      last4,
      fingerprint: `fp_${sha256(last4).slice(0, 8)}`,
      exp: '2031-12',
      charges: charges ?? [],
    });
    await world.runUntil(world.simulator.now());
  });
  return c.redirect(back, 303);
}

function invoicePage(c: Context, { world }: Host) {
  const invoice = world.stripe.peek('invoices').find(({ id }) => id === c.req.param('id'));
  if (!invoice) return gone(c);
  const content =
    invoice.status === 'open'
      ? html`${about}<form method="post"><p>The bank wants to know that it is really you.</p><p><button class="main">Confirm and pay</button></p></form>`
      : html`<p>The invoice is ${invoice.status}. Nothing is to be done here.</p>`;
  return c.html(barePage(title, content));
}

async function payInvoice(c: Context, host: Host) {
  await host.act(async () => {
    await host.catchUp();
    host.world.stripe.customerPays(c.req.param('id') ?? '', { how: 'authenticates' });
    await host.world.runUntil(host.world.simulator.now());
  });
  return c.redirect(c.req.path, 303);
}

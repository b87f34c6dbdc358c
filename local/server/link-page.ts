import type { Context } from 'hono';
import { html } from 'hono/html';
import { decodeJwt } from 'jose';
import { fromSeconds, type Instant } from '../../lambdas/kernel/instant.ts';
import type { World } from '../world/world.ts';
import type { Host } from './host.ts';
import { barePage, day, type Html, link, path } from './layout.ts';
import { namesIn } from './words.ts';

interface Purpose {
  readonly title: string;
  /** "Its button will …" */
  readonly does: (whose: string) => string;
}

const purposes: Readonly<Record<string, Purpose>> = {
  'update-card': {
    title: 'Update your card',
    does: (whose) => `let ${whose} choose another card, which then pays what is open`,
  },
  pay: {
    title: 'Confirm the payment',
    does: (whose) => `show ${whose} the open amount and lead on to their bank, where the payment is confirmed`,
  },
  resume: {
    title: 'Resume the plan',
    does: (whose) => `take the payment for a new period from ${whose} and end the pause`,
  },
  cancel: { title: 'Cancel the plan', does: (whose) => `cancel the plan of ${whose}, without asking for a reason` },
};

/** Where the links in mails lead until the customers' pages are built. It reads and says; opening it never acts. */
export async function linkPage(c: Context, { world }: Host): Promise<Response> {
  const { purpose: name = '', token = '' } = c.req.param();
  const purpose = Object.hasOwn(purposes, name) ? purposes[name] : undefined;
  // The address itself is the key to the page: it must not reach another site, nor stay in a shared browser's cache.
  c.header('referrer-policy', 'no-referrer');
  c.header('cache-control', 'no-store');
  if (purpose === undefined) return c.html(unknownPage(world), 404);
  const found = await readToken(world, name, token);
  if (found === undefined) return c.html(brokenPage(world), 400);
  if (found.expires <= world.simulator.now()) return c.html(expiredPage(found.expires, world), 410);
  return c.html(genuinePage(purpose, found, world));
}

interface Genuine {
  readonly account: string;
  readonly expires: Instant;
}

/** Minted again from what it claims, a genuine link comes out the same; one that was changed does not. */
async function readToken(world: World, purpose: string, token: string): Promise<Genuine | undefined> {
  const { aud: _, exp, ...claims } = claimsIn(token);
  if (typeof exp !== 'number' || !Number.isSafeInteger(exp) || exp < 0 || exp > latest) return undefined;
  const texts = Object.entries(claims).filter((claim): claim is [string, string] => typeof claim[1] === 'string');
  const expires = fromSeconds(exp);
  const again = await world.ports.links.mint(purpose, Object.fromEntries(texts), expires);
  if (again.split('/').at(-1) !== token) return undefined;
  return { account: String(claims.account ?? ''), expires };
}

/** The end of the year 9999, in seconds. */
const latest = 253_402_300_799;

function claimsIn(token: string): Readonly<Record<string, unknown>> {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}

const untouched = 'Nothing was charged, changed or cancelled by opening it.';

function genuinePage({ title, does }: Purpose, { account, expires }: Genuine, world: World): Html {
  const whose = namesIn(world).name(account);
  return barePage(
    title,
    html`<p>This link is genuine: it was made for <strong>${whose}</strong> and works until ${day(expires)}.</p>
<p>The page behind it is not built yet. Its button will ${does(whose)}; only pressing the button will do that, never opening the link.</p>
<p>${untouched}</p><p class="soft">In the console: ${link(path('accounts', account), whose)}.</p>`,
  );
}

const expiredPage = (expires: Instant, world: World): Html =>
  barePage(
    'This link has expired',
    html`<p>It worked until ${day(expires)}. Links in emails stop working after a while, so that an old email in the wrong hands can do no harm.</p>
<p>Please use the link in the newest email. ${help(world)}</p><p>${untouched}</p>`,
  );

const brokenPage = (world: World): Html =>
  barePage(
    'This link doesn’t work',
    html`<p>It isn’t the way it was sent. Mail programs sometimes cut a long link in two: please open it from the email again, or copy all of it. ${help(world)}</p>
<p>${untouched}</p>`,
  );

const unknownPage = (world: World): Html =>
  barePage(
    'There is no such page',
    html`<p>No email of ours leads here. Please open the link from the email again. ${help(world)}</p>`,
  );

/** Only where replies reach somebody, as in the mails. */
const help = ({ config }: World): string =>
  config.senders.replyTo ? 'If that doesn’t help, just reply to the email; a person reads it.' : '';

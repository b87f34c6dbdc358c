import { loadAccount } from '../accounts/load-account.ts';
import { jsonAnswer } from '../kernel/define-http-handler.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import { after } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { accessOf } from './access.ts';
import { askerOf } from './asker.ts';
import { bannerOf } from './banner.ts';
import { scriptAnswer } from './banner-script.ts';
import { wordsOf } from './banner-words.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { loadShown, loadStanding } from './load-view.ts';
import { plansOf } from './plans.ts';
import { isShownMoney, type Viewer } from './viewer.ts';

/** The app asks for a fresh one at every page view; a link that lies in a log for longer should be dead. */
const linkLife = { days: 1 } as const;

type Answer = (request: HttpRequest, ports: Ports) => Promise<HttpResponse>;

const routes: Readonly<Record<string, Answer>> = {
  'GET /banner': banner,
  'GET /banner.js': async ({ headers }) => scriptAnswer(headers['if-none-match']),
  'GET /v1/access': access,
};

/** Everything the user's own app asks of us. Whatever is answered, a browser of another origin may not read it. */
export async function answerApp(request: HttpRequest, ports: Ports): Promise<HttpResponse> {
  const { config } = await ports.policies.current();
  const cors = corsHeaders(request.headers.origin, config.access.origins);
  const answer = await (routes[request.route ?? ''] ?? other)(request, ports);
  return { ...answer, headers: { ...answer.headers, ...cors } };
}

const other: Answer = async ({ route = '' }) =>
  route.startsWith('OPTIONS ')
    ? { statusCode: 204, headers: { ...preflightHeaders }, body: '' }
    : jsonAnswer(404, { error: 'there is no such route: GET /banner, GET /banner.js and GET /v1/access are answered' });

/** What the app shows this viewer now. Never a reason, an amount, a name or an address, and no secret of Stripe's. */
async function banner(request: HttpRequest, ports: Ports): Promise<HttpResponse> {
  const asker = await askerOf(request, ports);
  if (asker.kind === 'refused') return unauthorized(asker.why);
  if (asker.kind === 'server') return unauthorized('a banner is for a person: mint a token with account and role');
  const shown = await loadShown(asker.viewer.account, ports);
  const found = isShownMoney(asker.viewer, shown.contacts) ? bannerOf(shown.account, shown.cases) : undefined;
  if (!found) return jsonAnswer(200, { state: 'nothing' });
  const { text, label } = wordsOf(found);
  const expires = after(ports.clock.now(), linkLife);
  const linkTo = (page: string) => ports.links.mint(page, { page, ...found.claims }, expires);
  const link = { label, url: await linkTo(found.page) };
  const cancel = { label: 'Cancel the plan', url: await linkTo('cancel') };
  return jsonAnswer(200, { state: found.state, lang: 'en', text, link, cancel });
}

/** Whether the account may go on working, for the app's own gate. */
async function access(request: HttpRequest, ports: Ports): Promise<HttpResponse> {
  const asker = await askerOf(request, ports);
  if (asker.kind === 'refused') return unauthorized(asker.why);
  const id = asker.kind === 'server' ? asker.account : (asker.viewer satisfies Viewer).account;
  if (id === undefined)
    return jsonAnswer(400, { error: 'with the server key, say whose access: /v1/access?account=…' });
  const account = await loadAccount(ports.rows, id);
  if (!account) return jsonAnswer(404, { error: 'no such account here: nothing was ever billed to it' });
  const { cases, subscriptions } = await loadStanding(account, ports);
  return jsonAnswer(200, { ...accessOf(account.status, plansOf(cases, subscriptions)) });
}

function unauthorized(why: string): HttpResponse {
  const answer = jsonAnswer(401, { error: why });
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer' } };
}

import { jsonAnswer } from '../kernel/define-http-handler.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import type { Ports } from '../kernel/ports.ts';
import { backupCardPurpose } from './backup-card-page.ts';
import { cancelPurpose } from './cancel-page.ts';
import { cardChangedPurpose } from './card-changed-page.ts';
import { houseOf } from './kit.ts';
import { brokenPage, expiredPage, unknownPage, type Visitor } from './link-pages.ts';
import { payPurpose } from './pay-page.ts';
import { promisePurpose } from './promise-page.ts';
import type { Purpose } from './purpose.ts';
import { taskPurpose } from './task-page.ts';
import { updateCardPurpose } from './update-card-page.ts';
import { whatHappenedPurpose } from './what-happened-page.ts';

/** Where the links in mails lead, and from there on. */
const purposes: Readonly<Record<string, Purpose>> = {
  'update-card': updateCardPurpose,
  'card-changed': cardChangedPurpose,
  'backup-card': backupCardPurpose,
  pay: payPurpose,
  // In a pause there is one price and one button: the same press ends it.
  resume: payPurpose,
  'promise-date': promisePurpose,
  cancel: cancelPurpose,
  'what-happened': whatHappenedPurpose,
  task: taskPurpose,
};

/** `GET` and `POST /p/{purpose}/{token}`: the token says who may see what, the method whether anything may happen. */
export async function answerPage(request: HttpRequest, ports: Ports): Promise<HttpResponse> {
  const { purpose: name = '', token = '' } = request.params ?? {};
  const purpose = Object.hasOwn(purposes, name) ? purposes[name] : undefined;
  const { config } = await ports.policies.current();
  const visitor = {
    house: houseOf(config),
    zone: config.company.zone,
    now: ports.clock.now(),
    own: purpose?.own === true,
  } satisfies Visitor;
  if (!purpose) return unknownPage(visitor);
  const link = await ports.links.read(name, token);
  if (link.kind === 'broken') return brokenPage(visitor);
  if (link.kind === 'expired') return expiredPage(link.expires, visitor);
  const opened = { claims: link.claims, expires: link.expires, token, config, ports };
  if (request.method === 'GET' || request.method === 'HEAD') return purpose.get(opened);
  if (request.method !== 'POST' || !purpose.post) return refusal(purpose);
  return purpose.post(opened, formOf(request));
}

function refusal({ post }: Purpose): HttpResponse {
  const allow = post ? 'GET, HEAD, POST' : 'GET, HEAD';
  const answer = jsonAnswer(405, { error: `this page answers ${allow}` });
  return { ...answer, headers: { ...answer.headers, allow } };
}

/** An HTTP API hands a form over as text or as base64. */
function formOf({ body = '', isBase64Encoded }: HttpRequest): URLSearchParams {
  return new URLSearchParams(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body);
}

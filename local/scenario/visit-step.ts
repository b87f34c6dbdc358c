import { before } from '../../lambdas/kernel/instant.ts';
import { formsOf, type PageForm } from '../world/page-text.ts';
import { StepError } from './at-stripe.ts';
import { atStripesPage } from './at-stripes-page.ts';
import { type Answered, type Place, placeIn, send } from './browser.ts';
import { missingCapability } from './capabilities.ts';
import { isTemplate } from './mail-step.ts';
import { meant } from './mistakes.ts';
import { type Email, emailsOf } from './report-mail.ts';
import type { Stage } from './stage.ts';
import type { Of } from './step-schema.ts';

type Step = Of<'answer'>;

/**
 * Opens the link of the last mail with that page, fills in what the story says and presses, then goes where the answer
 * leads. @throws StepError when no such page was mailed before
 */
export async function answerPage(stage: Stage, step: Step): Promise<void> {
  const link = await mailedLink(stage, step);
  const good = placeIn(link, step.account);
  if (!good) return say(stage, step.account, missingCapability('answer', `nothing of ours is at "${step.page}"`));
  const place = { ...good, token: await tokenFor(stage, good, step.link ?? 'good') };
  const opened = await send(stage, place, 'GET');
  const form = formFor(formsOf(opened.body), step);
  if (!form) return say(stage, step.account, `the page "${step.page}" has nothing to press`);
  await press(stage, place, filled(form, step), step);
  // The same form once more, as by a second click, the browser's "send again", or an old tab.
  if (step.link === 'reused') await press(stage, place, filled(form, step), step);
}

async function press(stage: Stage, place: Place, form: string, step: Step): Promise<void> {
  await follow(stage, place, await send(stage, place, 'POST', form), step);
}

async function follow(stage: Stage, place: Place, { location }: Answered, step: Step): Promise<void> {
  if (location === undefined) return;
  if (location === place.token) return void (await send(stage, place, 'GET'));
  const back = await atStripesPage(stage, location, step);
  const next = back === undefined ? undefined : placeIn(back, place.account);
  if (next) await send(stage, next, 'GET');
}

async function mailedLink(stage: Stage, { account, email, page }: Step): Promise<string> {
  const mails = await mailsTo(stage, account, email);
  const links = mails.flatMap((mail) => mail.links);
  const last = links.findLast((one) => one.page === page);
  if (last) return last.url;
  const pages = [...new Set(links.map((one) => one.page))];
  const were = pages.length > 0 ? `the pages ${pages.join(', ')}` : 'no page';
  const got = `got "${page}", but before that instant ${email ?? account} was mailed ${were}`;
  throw new StepError('page', `${got}${meant(page, pages)}`);
}

/** A link that is over, or that somebody changed on the way. */
async function tokenFor({ world }: Stage, { page, token }: Place, link: NonNullable<Step['link']>): Promise<string> {
  if (link === 'tampered') return `${token.slice(0, -4)}${token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
  if (link !== 'expired') return token;
  const { links, clock } = world.ports;
  const read = await links.read(page, token);
  const claims = read.kind === 'good' ? read.claims : {};
  const over = await links.mint(page, claims, before(clock.now(), { seconds: 1 }));
  return placeIn(over, '')?.token ?? token;
}

/** The button that the answer is about: the one that is named, or the first. */
function formFor(forms: readonly PageForm[], { value }: Step): PageForm | undefined {
  const named = typeof value === 'string' ? value : undefined;
  return forms.find(({ fields, choices }) => named !== undefined && offers(named, fields, choices)) ?? forms[0];
}

const offers = (value: string, fields: PageForm['fields'], choices: PageForm['choices']): boolean =>
  fields.act === value || Object.values(choices).some((of) => of.includes(value));

/** @throws StepError for a choice that is not on the page */
function filled({ fields, choices }: PageForm, { value }: Step): string {
  const [name] = Object.keys(choices);
  if (name === undefined || typeof value !== 'string') return new URLSearchParams(fields).toString();
  const offered = choices[name] ?? [];
  if (!offered.includes(value)) throw new StepError('value', `got "${value}", the page offers ${offered.join(', ')}`);
  return new URLSearchParams({ ...fields, [name]: value }).toString();
}

/** A GET of one link; a scanner looks twice, with HEAD first. @throws StepError when the mail or the link was never sent */
export async function clickLink(stage: Stage, { account, template, link, scanner }: Of<'click'>): Promise<void> {
  const mails = await mailsTo(stage, account, undefined);
  const mail = mails.findLast((one) => isTemplate(template, one.template));
  if (!mail) {
    const known = [...new Set(mails.map((one) => one.template))].join(', ');
    throw new StepError(
      'template',
      `got "${template}", but before that instant ${account} was sent ${known || 'nothing'}`,
    );
  }
  const found = mail.links.find(({ name, page }) => name === link || page === link);
  const names = mail.links.flatMap(({ name, page }) => [name, page]);
  if (!found) throw new StepError('link', `got "${link}", the mail has ${[...new Set(names)].join(', ')}`);
  const place = placeIn(found.url, account);
  if (!place) return say(stage, account, missingCapability('click', `nothing of ours is at "${link}"`));
  if (scanner) await send(stage, place, 'HEAD');
  await send(stage, place, 'GET');
}

async function mailsTo({ world }: Stage, account: string, email: string | undefined): Promise<Email[]> {
  const sent = await emailsOf(world);
  return sent.filter((mail) => mail.account === account && (email === undefined || mail.to === email));
}

const say = ({ world, recorder }: Stage, account: string, text: string): void =>
  recorder.note(world.simulator.now(), text, account);

import { StepError } from './at-stripe.ts';
import { missingCapability } from './capabilities.ts';
import { isTemplate } from './mail-step.ts';
import { meant } from './mistakes.ts';
import { type Email, emailsOf } from './report-mail.ts';
import type { Stage } from './stage.ts';
import type { Of } from './step-schema.ts';

/** Opens the link of the last mail with that page and submits. @throws StepError when no such page was mailed before */
export async function answerPage(stage: Stage, { account, email, page, link }: Of<'answer'>): Promise<void> {
  const mails = await mailsTo(stage, account, email);
  const pages = [...new Set(mails.flatMap(({ links }) => links.map((one) => one.page)))];
  if (!pages.includes(page)) {
    const whom = email ?? account;
    const were = pages.length > 0 ? `the pages ${pages.join(', ')}` : 'no page';
    throw new StepError(
      'page',
      `got "${page}", but before that instant ${whom} was mailed ${were}${meant(page, pages)}`,
    );
  }
  say(stage, account, missingCapability('answer', `the ${link ?? 'good'} link to "${page}" was not opened`));
}

/** A GET of one link. @throws StepError when the mail or the link was never sent */
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
  const names = mail.links.flatMap(({ name, page }) => [name, page]);
  if (!names.includes(link))
    throw new StepError('link', `got "${link}", the mail has ${[...new Set(names)].join(', ')}`);
  say(stage, account, missingCapability('click', `${scanner ? 'the scanner' : 'the reader'} saw nothing at "${link}"`));
}

async function mailsTo({ world }: Stage, account: string, email: string | undefined): Promise<Email[]> {
  const sent = await emailsOf(world);
  return sent.filter((mail) => mail.account === account && (email === undefined || mail.to === email));
}

const say = ({ world, recorder }: Stage, account: string, text: string): void =>
  recorder.note(world.simulator.now(), text, account);

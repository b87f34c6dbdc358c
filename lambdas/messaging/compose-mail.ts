import { isMailName, languageOf, mailEntryOf } from '../../templates/catalog.ts';
import { carryOutOne } from '../cases/carry-out.ts';
import type { Effect } from '../cases/effect.ts';
import { BadInput } from '../kernel/failures.ts';
import { hash24, normalAddress } from '../kernel/ids.ts';
import { after } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { type Written, writtenAs } from './edited.ts';
import type { OutgoingMail } from './mail-port.ts';
import { MissingFact } from './missing-fact.ts';
import type { Message } from './outbox.ts';
import { type MailFrame, renderMail } from './render.ts';
import { drop } from './rulings.ts';
import type { Sending } from './sending.ts';
import { stageSubject } from './stage-rule.ts';
import { missingFactTask } from './tasks.ts';

/** The longest a link in a mail is of use: the 90-day hold and the days before it. */
const linkLife = { days: 120 } as const;

/** The mail as it leaves, or undefined: what keeps it from being written became a task. */
export async function composed(
  { message, recipient, config, account }: Sending,
  ports: Ports,
): Promise<OutgoingMail | undefined> {
  try {
    const sender = message.class === 'lifecycle' ? config.senders.lifecycle : config.senders.service;
    const frame = {
      company: config.company.name,
      postalAddress: config.company.postalAddress,
      from: sender,
      replyTo: config.senders.replyTo,
      links: await mintLinks(message, recipient.email, ports),
      locale: languageOf(recipient.locale),
      zone: recipient.zone,
    };
    const { subject, html, text } = worded(message, { ...message.facts, name: recipient.firstName }, frame);
    const toMe = message.mode === 'mail-to-me';
    return {
      account: message.account,
      key: message.key,
      class: message.class,
      from: sender,
      to: toMe ? config.mailTo : recipient.email,
      replyTo: config.senders.replyTo,
      subject: stageSubject(toMe ? `[for ${account?.name ?? message.account}] ${subject}` : subject, ports.stage),
      html,
      text,
      configurationSet: message.class === 'lifecycle' ? 'lifecycle' : 'service',
    };
  } catch (error) {
    const fact = missingIn(error);
    if (fact === undefined) throw error;
    await leaveToPerson(missingFactTask(message, fact, account, config, ports.clock.now()), ports);
    await drop(message, 'no_fact', ports);
    return undefined;
  }
}

/** In the template's words, or in those of the person who approved it. */
function worded({ template, edited }: Message, facts: object, frame: MailFrame): Written {
  const mail = renderMail(template, facts, frame);
  return edited && isMailName(template) ? writtenAs(edited, frame.links, template) : mail;
}

export async function leaveToPerson(task: readonly Effect[], ports: Ports): Promise<void> {
  for (const effect of task) await carryOutOne(effect, ports);
}

/** What keeps a text from being written; a template that is gone or facts of a wrong kind would fail again every minute. */
function missingIn(error: unknown): string | undefined {
  if (error instanceof MissingFact) return error.fact;
  return error instanceof BadInput ? error.message : undefined;
}

async function mintLinks(message: Message, email: string, ports: Ports): Promise<Record<string, string>> {
  const links: Record<string, string> = {};
  if (!isMailName(message.template)) return links;
  for (const { name, lifeDays } of mailEntryOf(message.template).links) {
    const claims = message.links[name];
    const expires = after(ports.clock.now(), lifeDays === undefined ? linkLife : { days: lifeDays });
    // Who agrees to something on the page behind it is whoever got this mail; the address itself stays out of the link.
    const reader = message.class === 'internal' ? {} : { reader: hash24(normalAddress(email)) };
    if (claims?.page) links[name] = await ports.links.mint(claims.page, { ...claims, ...reader }, expires);
  }
  return links;
}

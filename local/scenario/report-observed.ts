import * as z from 'zod';
import { after, parseInstant } from '../../lambdas/kernel/instant.ts';
import { money } from '../../lambdas/kernel/money.ts';
import { sendEmailInput } from '../../lambdas/messaging/mime.ts';
import type { Message } from '../../lambdas/messaging/outbox.ts';
import { type MailFrame, renderMail } from '../../lambdas/messaging/render.ts';
import type { Recipient } from '../../lambdas/messaging/sending.ts';
import type { World } from '../world/world.ts';
import { recipientFor } from './recipients.ts';
import { linksOf } from './report-mail.ts';
import { byText, messagesOf, rowsOf } from './table-rows.ts';

/** What observe mode would have mailed, written as it would have been written. */
export async function wouldSendOf(world: World) {
  const messages = messagesOf(world).filter(({ status }) => status === 'WOULD_SEND');
  const rows = await Promise.all(messages.map((message) => wouldSend(world, message)));
  return rows.sort(byText(({ at, key }) => `${at}|${key}`));
}

async function wouldSend(world: World, message: Message) {
  const at = message.sentAt ?? message.due;
  const recipient = await recipientFor(world, message);
  const mail = recipient && (await written(world, message, recipient, at));
  return {
    at,
    account: message.account,
    to: message.to ?? null,
    from: mail?.from ?? null,
    template: message.template,
    class: message.class,
    subject: mail?.subject ?? null,
    key: message.key,
    invoice: message.whileOpen ?? null,
    late: at > message.notBefore,
    locale: recipient?.locale ?? null,
    facts: message.facts,
    links: linksOf(message, mail?.text ?? ''),
    headers: mail?.headers ?? {},
    text: mail?.text ?? null,
    html: mail?.html ?? null,
  };
}

async function written({ config, ports }: World, message: Message, recipient: Recipient, at: string) {
  const from = message.class === 'lifecycle' ? config.senders.lifecycle : config.senders.service;
  const links: Record<string, string> = {};
  for (const [name, claims] of Object.entries(message.links))
    links[name] = await ports.links.mint(claims.page ?? name, claims, after(parseInstant(at), { days: 120 }));
  const { company, senders } = config;
  const frame: MailFrame = {
    company: company.name,
    postalAddress: company.postalAddress,
    from,
    replyTo: senders.replyTo,
    links,
    locale: recipient.locale,
    zone: recipient.zone,
  };
  const { subject, html, text } = renderMail(message.template, { ...message.facts, name: recipient.firstName }, frame);
  const { account, key, class: kind } = message;
  const mail = { account, key, class: kind, from, to: recipient.email, replyTo: senders.replyTo, subject, html, text };
  const { FromEmailAddress, Content } = sendEmailInput({ ...mail, configurationSet: kind });
  const headers = Object.fromEntries(Content.Simple.Headers.map(({ Name, Value }) => [Name, Value]));
  return { from: FromEmailAddress, subject, html, text, headers };
}

const observedCharge = z.looseObject({
  at: z.string(),
  account: z.string(),
  invoice: z.string(),
  card: z.string(),
  fingerprint: z.string().nullable(),
  amount: z.strictObject({ amount: z.number(), currency: z.string() }),
  step: z.string(),
  note: z.string(),
});

/** The charge that was not made: of the shape of a charge, and its outcome is not known. */
export const wouldChargeOf = (world: World) =>
  rowsOf(world, 'would-charge')
    .map((row) => {
      const { at, account, invoice, card, fingerprint, amount, step, note } = observedCharge.parse(row);
      const unknown = { actor: 'us', outcome: null, reason: note, idempotencyKey: null };
      return { at, account, invoice, card, fingerprint, ...money(amount.amount, amount.currency), ...unknown, step };
    })
    .sort(byText(({ at, account }) => `${at}|${account}`));

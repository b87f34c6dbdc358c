import { loadAccount } from '../../lambdas/accounts/load-account.ts';
import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import { NotFound } from '../../lambdas/kernel/failures.ts';
import type { Item, Rows } from '../../lambdas/kernel/rows.ts';
import { maskedLink } from '../../lambdas/messaging/edited.ts';
import { sendEmailInput } from '../../lambdas/messaging/mime.ts';
import { type Message, parseMessage } from '../../lambdas/messaging/outbox.ts';
import { recipientOf } from '../../lambdas/messaging/recipient.ts';
import { renderMail } from '../../lambdas/messaging/render.ts';
import { isMailName, languageOf, mailEntryOf } from '../../templates/catalog.ts';
import { messageRef } from './board.ts';
import type { MailView } from './source.ts';

export interface PreviewFrom {
  readonly rows: Rows;
  /** The configuration of the policy a message was queued under. */
  config(policy: string): Promise<RetentionConfig>;
}

/**
 * The mail of a row of the outbox, written again from its facts. Its links are not minted: whoever holds one can act for
 * the customer, and a page that only shows must not make one.
 * @throws MissingFact, BadInput when the text cannot be written from these facts
 */
export async function previewOf(item: Item, from: PreviewFrom): Promise<MailView> {
  const message = parseMessage(item);
  const config = await from.config(message.policy);
  const { to, name, zone, locale } = await readerOf(message, config, from.rows);
  const sender = message.class === 'lifecycle' ? config.senders.lifecycle : config.senders.service;
  const pages = pagesOf(message);
  const mail = renderMail(
    message.template,
    { ...message.facts, name },
    {
      company: config.company.name,
      postalAddress: config.company.postalAddress,
      from: sender,
      replyTo: config.senders.replyTo,
      links: Object.fromEntries(pages.map(([link, page]) => [link, maskedLink(page)])),
      locale: languageOf(locale),
      zone,
    },
  );
  const { account, key, class: configurationSet } = message;
  const outgoing = { account, key, class: message.class, from: sender, to, configurationSet, ...mail };
  return {
    id: messageRef(message),
    account,
    key,
    template: message.template,
    at: Date.parse(message.sentAt ?? message.due),
    from: `${sender.name} <${sender.address}>`,
    to: to === nobody ? [] : [to],
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: headersOf(outgoing),
    links: pages.filter(([, page]) => mail.html.includes(maskedLink(page))).map(([, page]) => ({ page })),
  };
}

const pagesOf = (message: Message): (readonly [string, string])[] => {
  if (!isMailName(message.template)) return [];
  return mailEntryOf(message.template).links.map(
    ({ name, page }) => [name, message.links[name]?.page ?? page] as const,
  );
};

/** Lifecycle mail carries an unsubscribe link of its own, which is not minted here either: its headers are left out. */
const headersOf = (mail: Parameters<typeof sendEmailInput>[0]): Record<string, string> =>
  mail.class === 'lifecycle'
    ? {}
    : Object.fromEntries(sendEmailInput(mail).Content.Simple.Headers.map(({ Name, Value }) => [Name, Value]));

const nobody = 'nobody@not-shown.invalid';

/** As the dispatcher finds the reader, without asking Stripe: where no contact has the role, the name is not known. */
async function readerOf(message: Message, config: RetentionConfig, rows: Rows) {
  const account = await loadAccount(rows, message.account);
  const billing = { customer: () => Promise.reject(new NotFound('Stripe is not asked for a preview')) };
  const found = await recipientOf(message, account, config.company.zone, { rows, billing: billing as never });
  return {
    to: message.to ?? found?.email ?? nobody,
    name: found?.firstName ?? null,
    zone: found?.zone ?? config.company.zone,
    locale: found?.locale ?? account?.locale ?? 'en',
  };
}

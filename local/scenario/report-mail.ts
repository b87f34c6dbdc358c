import type { Message } from '../../lambdas/messaging/outbox.ts';
import type { World } from '../world/world.ts';
import { byText, messagesOf } from './table-rows.ts';

export function emailsOf(world: World) {
  const messages = new Map(messagesOf(world).map((message) => [message.messageId, message]));
  return world.mailbox.mails.map((mail) => {
    const message = messages.get(mail.id);
    return {
      at: mail.at,
      account: message?.account ?? null,
      to: mail.to.join(', '),
      from: mail.from,
      replyTo: mail.replyTo,
      template: message?.template ?? null,
      class: message?.class ?? null,
      subject: mail.subject,
      key: message?.key ?? null,
      invoice: message?.whileOpen ?? null,
      late: message !== undefined && mail.at > message.notBefore,
      locale: null,
      facts: message?.facts ?? {},
      links: linksOf(message, mail.text),
      headers: mail.headers,
      text: mail.text,
      html: mail.html,
    };
  });
}

/** A link's address is made when the mail is written: found again in the text by its page. */
function linksOf(message: Message | undefined, text: string) {
  const urls = [...text.matchAll(/https?:\/\/[^\s<>")]+/g)].map(([url]) => url);
  return Object.entries(message?.links ?? {}).map(([name, link]) => {
    const page = link.page ?? name;
    return { name, page, url: urls.find((url) => url.includes(page)) ?? link.url ?? null };
  });
}

export function withheldOf(world: World) {
  return messagesOf(world)
    .flatMap((message) =>
      message.verdicts.flatMap(({ at, verdict, reason, until }) =>
        verdict === 'deferred' || verdict === 'dropped'
          ? [{ at, ...shown(message), verdict, reason, ...(until ? { until } : {}) }]
          : [],
      ),
    )
    .sort(byText(({ at, key }) => `${at}|${key}`));
}

export const wouldSendOf = (world: World) =>
  messagesOf(world)
    .filter(({ status }) => status === 'WOULD_SEND')
    .map((message) => ({
      at: message.verdicts.at(-1)?.at ?? message.due,
      ...shown(message),
      class: message.class,
      facts: message.facts,
    }))
    .sort(byText(({ at, key }) => `${at}|${key}`));

const shown = ({ account, to, template, key }: Message) => ({ account, to: to ?? null, template, key });

import { readTagValue } from '../../lambdas/messaging/mime.ts';
import type { Message } from '../../lambdas/messaging/outbox.ts';
import type { World } from '../world/world.ts';
import { whyWithheld } from './reasons.ts';
import { recipientsOf } from './recipients.ts';
import { byText, messagesOf } from './table-rows.ts';

export type Email = Awaited<ReturnType<typeof emailsOf>>[number];

/** Every mail SES took. Its message is known by the tags, which it carries also when SES's answer was lost. */
export async function emailsOf(world: World) {
  const messages = messagesOf(world);
  const named = new Map(messages.map((message) => [`${message.account}|${message.key}`, message]));
  const recipients = await recipientsOf(world, messages);
  return world.mailbox.mails.map((mail) => {
    const message = named.get(`${readTagValue(mail.tags.account ?? '')}|${readTagValue(mail.tags.key ?? '')}`);
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
      id: mail.id,
      invoice: message?.whileOpen ?? null,
      late: message !== undefined && mail.at > message.notBefore,
      locale: (message && recipients.get(message)?.locale) ?? null,
      facts: message?.facts ?? {},
      links: linksOf(message, mail.text),
      headers: mail.headers,
      text: mail.text,
      html: mail.html,
    };
  });
}

/** A link's address is made when the mail is written: found again in the text by its page. */
export function linksOf(message: Message | undefined, text: string) {
  const urls = [...text.matchAll(/https?:\/\/[^\s<>")]+/g)].map(([url]) => url);
  return Object.entries(message?.links ?? {}).flatMap(([name, link]) => {
    const page = link.page ?? name;
    const url = urls.find((one) => one.includes(`/${page}/`));
    // A mail may leave out a link that its tone does not offer.
    return url === undefined ? [] : [{ name, page, url }];
  });
}

/** One row per change of verdict; `until` only where the message waits. */
export async function withheldOf(world: World) {
  const messages = messagesOf(world);
  const recipients = await recipientsOf(world, messages);
  return messages
    .flatMap((message) =>
      changesOf(message).flatMap(({ at, verdict, reason, until }) => {
        if (verdict !== 'deferred' && verdict !== 'dropped') return [];
        const { account, template, key } = message;
        const to = recipients.get(message)?.email ?? null;
        const text = whyWithheld(reason);
        return [{ at, account, to, template, key, verdict, reason, text, ...(until ? { until } : {}) }];
      }),
    )
    .sort(byText(({ at, key }) => `${at}|${key}`));
}

/** A message that waits for the same thing still says so once, with the latest date. */
function changesOf({ verdicts }: Message): Message['verdicts'] {
  const changes: Message['verdicts'] = [];
  for (const verdict of verdicts) {
    const last = changes.at(-1);
    if (last?.verdict === verdict.verdict && last.reason === verdict.reason) changes.pop();
    const since = last !== changes.at(-1) && last ? last.at : verdict.at;
    changes.push({ ...verdict, at: since });
  }
  return changes;
}

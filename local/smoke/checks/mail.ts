import { GetConfigurationSetEventDestinationsCommand, SendEmailCommand } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { toIso } from '../../../lambdas/kernel/instant.ts';
import { addressKey } from '../../../lambdas/messaging/address.ts';
import { sendEmailInput } from '../../../lambdas/messaging/mime.ts';
import { messageKey } from '../../../lambdas/messaging/outbox.ts';
import { readMailAccount, readMailDomain } from '../../stage/mail.ts';
import { awsProblem } from '../../stage/problem.ts';
import { type Check, fail, pass } from '../check.ts';
import type { Smoke } from '../smoke.ts';
import { deliverable } from '../stripe-customer.ts';

const sets = ['service', 'lifecycle'] as const;
const setName = ({ reaches }: Smoke, set: (typeof sets)[number]): string => `holdfast-${reaches.stage}-${set}`;

const destinations = z.object({
  EventDestinations: z.array(
    z.object({ Enabled: z.boolean().default(false), MatchingEventTypes: z.array(z.string()) }),
  ),
});

export const mailSetUp: Check = {
  name: 'SES is set up',
  does: 'reads the account, both sender domains and both configuration sets',
  expects: 'sending on, both domains verified, and each set publishing SEND, BOUNCE and COMPLAINT',
  cleansUp: 'nothing was written',
  async run(smoke) {
    const { ses } = smoke.reaches.clients;
    const { service, lifecycle } = smoke.reaches.config.senders;
    const missing: string[] = [];
    const account = await readMailAccount(ses);
    if (!account.sending) missing.push('sending is off');
    for (const domain of new Set([service, lifecycle].map(({ address }) => address.slice(address.indexOf('@') + 1)))) {
      const { known } = await readMailDomain(ses, domain);
      if (!known?.dkim) missing.push(`${domain} is not verified`);
    }
    for (const set of sets) missing.push(...(await unpublished(smoke, setName(smoke, set))));
    if (missing.length > 0) return fail(missing.join('; '));
    return pass(
      account.production ? `${account.perSecond} mails a second` : 'in the sandbox: only to verified addresses',
    );
  },
};

async function unpublished({ reaches }: Smoke, ConfigurationSetName: string): Promise<readonly string[]> {
  const command = new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName });
  const said = await reaches.clients.ses.send(command).catch((error: unknown) => {
    throw awsProblem(error, `read the configuration set ${ConfigurationSetName}`);
  });
  const published = new Set(
    destinations.parse(said).EventDestinations.flatMap((one) => (one.Enabled ? one.MatchingEventTypes : [])),
  );
  const lacks = ['SEND', 'BOUNCE', 'COMPLAINT'].filter((type) => !published.has(type));
  return lacks.length > 0 ? [`${ConfigurationSetName} does not publish ${lacks.join(', ')}`] : [];
}

/** The way of the dispatcher with the hands of whoever runs this: same input, same tags, same set. */
async function send(smoke: Smoke, key: string, to: string): Promise<void> {
  const { name, address } = smoke.reaches.config.senders.service;
  const words = `Sent by npm run smoke, run ${smoke.reaches.id}.`;
  const mail = {
    account: smoke.account,
    key,
    class: 'service',
    from: { name, address },
    to,
    subject: 'Holdfast smoke test',
    html: `<p>${words}</p>`,
    text: words,
    configurationSet: setName(smoke, 'service'),
  } as const;
  await smoke.reaches.clients.ses.send(new SendEmailCommand(sendEmailInput(mail))).catch((error: unknown) => {
    throw awsProblem(error, 'send a mail');
  });
}

export const tagsArrive: Check = {
  name: 'SES events carry our tags',
  does: 'puts a message whose fate is UNKNOWN into the outbox and sends it to the SES mailbox simulator',
  expects: 'within 90 s the Send event finds the message by its tags and makes it SENT: SES, SNS, queue, mail-events',
  cleansUp: 'removes the message',
  async run(smoke) {
    const key = `smoke/${smoke.reaches.id}/send`;
    const place = messageKey(smoke.account, key);
    smoke.later('the message', () => smoke.rows.remove(place));
    await smoke.rows.put(unknownMessage(smoke, key));
    await send(smoke, key, deliverable);
    const sent = await smoke.until(90, async () => {
      const row = await smoke.rows.get(place);
      return row?.status === 'SENT' ? row : undefined;
    });
    return sent ? pass(`SENT as ${String(sent.messageId)}`) : fail('the message is still UNKNOWN after 90 s');
  },
};

export const bouncesSuppress: Check = {
  name: 'a bounce stops mail to its address',
  does: 'sends to the bouncing address of the SES mailbox simulator',
  expects: 'within 120 s that address is suppressed in the table',
  cleansUp: 'removes the address',
  async run(smoke) {
    const to = `bounce+${smoke.reaches.id}@simulator.amazonses.com`;
    smoke.later('the bouncing address', () => smoke.rows.remove(addressKey(to)));
    await send(smoke, `smoke/${smoke.reaches.id}/bounce`, to);
    const row = await smoke.until(120, async () => {
      const address = await smoke.rows.get(addressKey(to));
      return address?.suppressed ? address : undefined;
    });
    return row ? pass('suppressed for a bounce') : fail('nobody wrote the bounce down within 120 s');
  },
};

/** It stands in no due index: neither the sweep nor the dispatcher touches it, only an event of SES can. */
function unknownMessage({ account, reaches }: Smoke, key: string) {
  const at = toIso(reaches.now());
  return {
    ...messageKey(account, key),
    entity: 'message',
    key,
    account,
    journey: 'payment-recovery',
    template: 'payment-recovery/friendly',
    class: 'service',
    facts: {},
    links: {},
    roles: [],
    status: 'UNKNOWN',
    queuedAt: at,
    notBefore: at,
    due: at,
    quiet: 'none',
    policy: 'smoke',
    mode: 'observe',
    verdicts: [],
    version: 1,
    resends: 0,
  };
}

import { GetAccountCommand, GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { awsProblem, nameOf } from './problem.ts';
import type { Sender } from './sender.ts';

export interface MailDomainState {
  readonly domain: string;
  /** Undefined: SES does not know the domain in this region. */
  readonly known?: { readonly dkim: boolean; readonly mailFrom: boolean };
}

export interface MailAccount {
  /** Outside the sandbox: mail may go to addresses that SES has not verified. */
  readonly production: boolean;
  readonly sending: boolean;
  /** Mails a day; -1 is no limit. */
  readonly daily: number;
  readonly perSecond: number;
}

const identity = z.object({
  DkimAttributes: z.object({ Status: z.string().optional() }).optional(),
  MailFromAttributes: z.object({ MailFromDomainStatus: z.string().optional() }).optional(),
});

export async function readMailDomain(ses: Sender, domain: string): Promise<MailDomainState> {
  try {
    const said = identity.parse(await ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain })));
    const dkim = said.DkimAttributes?.Status === 'SUCCESS';
    return { domain, known: { dkim, mailFrom: said.MailFromAttributes?.MailFromDomainStatus === 'SUCCESS' } };
  } catch (error) {
    if (nameOf(error) === 'NotFoundException') return { domain };
    throw awsProblem(error, `read the mail domain ${domain} in SES`);
  }
}

const account = z.object({
  ProductionAccessEnabled: z.boolean().default(false),
  SendingEnabled: z.boolean().default(false),
  SendQuota: z.object({ Max24HourSend: z.number().default(0), MaxSendRate: z.number().default(0) }).optional(),
});

export async function readMailAccount(ses: Sender): Promise<MailAccount> {
  const said = await ses.send(new GetAccountCommand({})).catch((error: unknown) => {
    throw awsProblem(error, 'read the SES account');
  });
  const { ProductionAccessEnabled, SendingEnabled, SendQuota } = account.parse(said);
  return {
    production: ProductionAccessEnabled,
    sending: SendingEnabled,
    daily: SendQuota?.Max24HourSend ?? 0,
    perSecond: SendQuota?.MaxSendRate ?? 0,
  };
}

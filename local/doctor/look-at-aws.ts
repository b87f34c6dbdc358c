import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { type Instant, instant } from '../../lambdas/kernel/instant.ts';
import type { Clients } from '../stage/clients.ts';
import { type Open, openExecutions } from '../stage/executions.ts';
import { type MailAccount, readMailAccount } from '../stage/mail.ts';
import { awsProblem, nameOf } from '../stage/problem.ts';
import { type Read, read } from './finding.ts';
import type { SesDomain } from './look-at-dns.ts';

export interface AwsFacts {
  readonly mail: Read<MailAccount>;
  readonly domains: Read<readonly SesDomain[]>;
  readonly executions: Read<Open>;
  /** Secrets by the name a person knows, with the day they were put in. */
  readonly secrets: Read<readonly { readonly name: string; readonly changed: Instant }[]>;
}

export interface AwsWanted {
  readonly domains: readonly string[];
  readonly machine: string;
  readonly secrets: readonly string[];
}

/** Reads only, each part by itself: a role that may not see one of them still shows the others. */
export const lookAtAws = async (
  { ses, secrets, workflows }: Pick<Clients, 'ses' | 'secrets' | 'workflows'>,
  wanted: AwsWanted,
): Promise<AwsFacts> => ({
  mail: await read(() => readMailAccount(ses)),
  domains: await read(() => Promise.all(wanted.domains.map((domain) => sesDomain(ses, domain)))),
  executions: await read(() => openExecutions(workflows, wanted.machine)),
  secrets: await read(() => Promise.all(wanted.secrets.map((name) => secretAge(secrets, name)))),
});

const identity = z.object({
  VerifiedForSendingStatus: z.boolean().default(false),
  DkimAttributes: z.object({ Status: z.string().optional(), Tokens: z.array(z.string()).default([]) }).optional(),
  MailFromAttributes: z
    .object({ MailFromDomain: z.string().optional(), MailFromDomainStatus: z.string().optional() })
    .optional(),
});

async function sesDomain(ses: Clients['ses'], domain: string): Promise<SesDomain> {
  try {
    const said = identity.parse(await ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain })));
    const { DkimAttributes: dkim, MailFromAttributes: from, VerifiedForSendingStatus: verified } = said;
    return {
      domain,
      ses: { verified, dkim: dkim?.Status === 'SUCCESS', mailFrom: from?.MailFromDomainStatus === 'SUCCESS' },
      tokens: dkim?.Tokens ?? [],
      mailFrom: from?.MailFromDomain || undefined,
    };
  } catch (error) {
    if (nameOf(error) !== 'NotFoundException') throw awsProblem(error, `read the mail domain ${domain} in SES`);
    return { domain, ses: { verified: false, dkim: false, mailFrom: false }, tokens: [], mailFrom: undefined };
  }
}

const described = z.object({ LastChangedDate: z.date().optional(), CreatedDate: z.date().optional() });

/** Only its dates; the value is not asked for. */
async function secretAge(secrets: Clients['secrets'], name: string): Promise<{ name: string; changed: Instant }> {
  const said = await secrets.send(new DescribeSecretCommand({ SecretId: name })).catch((error: unknown) => {
    throw awsProblem(error, `describe the secret "${name}"`);
  });
  const { LastChangedDate: changed, CreatedDate: created } = described.parse(said);
  return { name, changed: instant((changed ?? created ?? new Date(0)).getTime()) };
}

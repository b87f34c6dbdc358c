import type { Lookup } from '../stage/dns.ts';
import type { DomainFacts } from './judge-mail.ts';

/** What SES says of a domain, as far as it was asked. */
export interface SesDomain {
  readonly domain: string;
  readonly ses: DomainFacts['ses'];
  readonly tokens: readonly string[];
  readonly mailFrom: string | undefined;
}

/** The records that make mail from a domain believable, asked of the DNS this machine uses. */
export async function lookAtDomain({ domain, ses, tokens, mailFrom }: SesDomain, lookup: Lookup): Promise<DomainFacts> {
  const dkimNames = [];
  for (const token of tokens) {
    const name = `${token}._domainkey.${domain}`;
    const targets = await texts(name, 'CNAME', lookup);
    dkimNames.push({ name, stands: targets.some((target) => target.startsWith(`${token}.dkim.amazonses.com`)) });
  }
  return {
    domain,
    ses,
    dkimNames,
    mailFrom: mailFrom === undefined ? undefined : await returnPath(mailFrom, lookup),
    dmarc: await dmarcOf(domain, lookup),
  };
}

async function returnPath(name: string, lookup: Lookup): Promise<NonNullable<DomainFacts['mailFrom']>> {
  const spf = await texts(name, 'TXT', lookup);
  return {
    name,
    spf: spf.some((text) => text.startsWith('v=spf1') && text.includes('amazonses.com')),
    mx: (await texts(name, 'MX', lookup)).some((text) => text.includes('amazonses.com')),
  };
}

/** A domain without a record of its own follows the one above it (RFC 7489, 6.6.3). */
async function dmarcOf(domain: string, lookup: Lookup): Promise<DomainFacts['dmarc']> {
  const [, ...above] = domain.split('.');
  for (const one of [domain, ...(above.length > 1 ? [above.join('.')] : [])]) {
    const record = (await texts(`_dmarc.${one}`, 'TXT', lookup)).find((text) => text.startsWith('v=dmarc1'));
    if (record === undefined) continue;
    const policy = /;\s*p\s*=\s*(none|quarantine|reject)/.exec(record)?.[1];
    return policy === 'quarantine' || policy === 'reject' ? policy : 'none';
  }
  return undefined;
}

/** What DNS says when there is no such record; any other error says nothing about the record. */
const absent: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA', 'NXDOMAIN']);

async function texts(name: string, type: string, lookup: Lookup): Promise<readonly string[]> {
  const answers = await lookup(name, type).catch((error: unknown) => {
    const { code }: { code?: unknown } = Object(error);
    if (absent.has(code)) return [];
    throw new Error(`DNS did not answer for ${name} (${String(code ?? 'Error')})`);
  });
  return answers.map((answer) => spelled(answer).toLowerCase().trim());
}

const spelled = (answer: unknown): string =>
  Array.isArray(answer) ? answer.join('') : typeof answer === 'string' ? answer : String(Object(answer).exchange);

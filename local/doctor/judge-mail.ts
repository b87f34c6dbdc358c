import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import type { MailAccount } from '../stage/mail.ts';
import { type Finding, fail, pass, warn } from './finding.ts';

/** The journeys that act on customers by this configuration, somewhere. */
export const liveJourneys = ({ mode }: Pick<RetentionConfig, 'mode'>): readonly string[] =>
  Object.entries(mode)
    .filter(([, one]) => (typeof one === 'object' ? one.mode : one) === 'live')
    .map(([name]) => (name === 'default' ? 'every journey' : name));

/** Of a month's customers one in ten fails to pay, up to five mails each, a third of a month's failures on its busiest day. */
const busyDay = { failing: 0.1, mails: 5, share: 1 / 3 } as const;

export const mailsOnABusyDay = (customers: number): number =>
  Math.ceil(customers * busyDay.failing * busyDay.mails * busyDay.share);

/** SES may say no for the whole account; the first day with real customers is a bad one to find out (completions N2). */
export function judgeMailAccount(
  { production, sending, daily, perSecond }: MailAccount,
  live: readonly string[],
  customers: number | undefined,
): readonly Finding[] {
  if (!sending) return [fail('SES has stopped sending for this account', 'open its dashboard and read why')];
  return [sandbox(production, live), quota(daily, perSecond, customers)];
}

function sandbox(production: boolean, live: readonly string[]): Finding {
  if (production) return pass('SES is out of the sandbox: it sends to anybody');
  const out = 'ask AWS for production access; a deploy prints the line';
  return live.length > 0
    ? fail(
        `SES is in the sandbox and ${live.join(', ')} is live: customers would get nothing`,
        `${out}, and stay in observe until then`,
      )
    : warn('SES is in the sandbox: it sends to verified addresses only', out);
}

function quota(daily: number, perSecond: number, customers: number | undefined): Finding {
  if (daily < 0) return pass('SES sends without a daily limit');
  const has = `SES sends ${daily} mails a day, ${perSecond} a second`;
  if (customers === undefined) return pass(has);
  const need = mailsOnABusyDay(customers);
  const more = 'ask AWS for a higher sending quota under SES, Account dashboard';
  if (need > daily) return fail(`${has}; a busy day needs about ${need}`, more);
  return need > daily / 2
    ? warn(`${has}; a busy day needs about ${need}`, more)
    : pass(`${has}; a busy day needs about ${need}`);
}

export interface DomainFacts {
  readonly domain: string;
  /** Undefined: SES does not know the domain, or was not asked. */
  readonly ses: { readonly verified: boolean; readonly dkim: boolean; readonly mailFrom: boolean } | undefined;
  /** Whether each of SES's DKIM names answers in DNS; empty: SES was not asked. */
  readonly dkimNames: readonly { readonly name: string; readonly stands: boolean }[];
  readonly mailFrom: { readonly name: string; readonly spf: boolean; readonly mx: boolean } | undefined;
  /** The policy of the DMARC record; undefined: there is none. */
  readonly dmarc: 'none' | 'quarantine' | 'reject' | undefined;
}

const records = 'npm run deploy prints the records for your DNS';

export function judgeDomain({ domain, ses, dkimNames, mailFrom, dmarc }: DomainFacts): readonly Finding[] {
  const gone = dkimNames.filter(({ stands }) => !stands);
  return [
    ...(ses ? sesFindings(domain, ses) : []),
    ...(gone.length > 0
      ? [fail(`${gone.length} DKIM records of ${domain} are not in DNS (${gone[0]?.name})`, records)]
      : []),
    ...(dkimNames.length > 0 && gone.length === 0 ? [pass(`the DKIM records of ${domain} stand in DNS`)] : []),
    ...(mailFrom ? [returnPath(mailFrom)] : []),
    dmarcFinding(domain, dmarc),
  ];
}

const sesFindings = (domain: string, { verified, dkim, mailFrom }: NonNullable<DomainFacts['ses']>): Finding[] => [
  verified ? pass(`SES has verified ${domain}`) : fail(`SES has not verified ${domain}`, records),
  dkim ? pass(`SES signs as ${domain} (DKIM)`) : fail(`SES cannot sign as ${domain} yet (DKIM)`, records),
  mailFrom
    ? pass(`bounces of ${domain} come back on a domain of its own`)
    : warn(`${domain} has no return path of its own: SPF does not align`, records),
];

function returnPath({ name, spf, mx }: NonNullable<DomainFacts['mailFrom']>): Finding {
  if (spf && mx) return pass(`SPF and MX of the return path ${name} stand in DNS`);
  return warn(
    `the return path ${name} lacks its ${[...(spf ? [] : ['SPF']), ...(mx ? [] : ['MX'])].join(' and ')} record`,
    records,
  );
}

function dmarcFinding(domain: string, dmarc: DomainFacts['dmarc']): Finding {
  if (dmarc === undefined)
    return fail(`${domain} has no DMARC record`, `Gmail and Yahoo refuse bulk mail without one; ${records}`);
  if (dmarc === 'none')
    return warn(
      `DMARC of ${domain} asks receivers for nothing (p=none)`,
      'move to quarantine once its reports are clean',
    );
  return pass(`DMARC of ${domain} is ${dmarc}`);
}

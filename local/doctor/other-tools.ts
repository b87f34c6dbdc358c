import type { EndpointSeen } from '../connect/plan.ts';
import { type Finding, pass, warn } from './finding.ts';

interface Tool {
  readonly name: string;
  /** The end of its webhooks' host. */
  readonly hosts: readonly string[];
  /** `collects`: charges cards and writes about failed payments. `writes`: may write to the same people. */
  readonly does: 'collects' | 'writes';
}

/** Known by where Stripe sends them events; a tool that only reads the API by key does not show (completions N13). */
export const tools: readonly Tool[] = [
  { name: 'Churnkey', hosts: ['churnkey.co'], does: 'collects' },
  { name: 'Paddle Retain (ProfitWell)', hosts: ['profitwell.com', 'paddle.com'], does: 'collects' },
  { name: 'Churn Buster', hosts: ['churnbuster.io'], does: 'collects' },
  { name: 'Baremetrics', hosts: ['baremetrics.com'], does: 'collects' },
  { name: 'Stunning', hosts: ['stunning.co'], does: 'collects' },
  { name: 'Gravy', hosts: ['gravysolutions.io'], does: 'collects' },
  { name: 'Butter', hosts: ['butterpayments.com'], does: 'collects' },
  { name: 'FlexPay', hosts: ['flexpay.io'], does: 'collects' },
  { name: 'Chargebee', hosts: ['chargebee.com'], does: 'collects' },
  { name: 'Recurly', hosts: ['recurly.com'], does: 'collects' },
  { name: 'Upollo', hosts: ['upollo.ai'], does: 'collects' },
  { name: 'Intercom', hosts: ['intercom.io', 'intercom.com'], does: 'writes' },
  { name: 'Customer.io', hosts: ['customer.io'], does: 'writes' },
  { name: 'HubSpot', hosts: ['hubspot.com', 'hubapi.com'], does: 'writes' },
  { name: 'Klaviyo', hosts: ['klaviyo.com'], does: 'writes' },
  { name: 'Userlist', hosts: ['userlist.com'], does: 'writes' },
];

const failures: ReadonlySet<string> = new Set(['*', 'invoice.payment_failed', 'invoice.payment_action_required']);

/** Two tools on one failed payment charge one card twice as often and write twice. */
export function judgeOtherTools(endpoints: readonly EndpointSeen[], own: string | undefined): readonly Finding[] {
  const others = endpoints.filter(({ id, enabled, stage }) => id !== own && enabled && stage === undefined);
  const known = others.flatMap((one) => toolFinding(one));
  const strangers = others.filter(
    (one) => toolOf(one) === undefined && one.events.some((event) => failures.has(event)),
  );
  return [
    ...known,
    ...strangers.map(({ url }) =>
      warn(
        `another webhook endpoint hears of failed payments (${hostOf(url)})`,
        'make sure that what stands behind it neither charges nor writes to customers about them',
      ),
    ),
    ...(known.length + strangers.length === 0 ? [pass('no other webhook endpoint hears of failed payments')] : []),
  ];
}

function toolFinding(one: EndpointSeen): readonly Finding[] {
  const tool = toolOf(one);
  if (!tool) return [];
  const words = `${tool.name} gets events of this Stripe account (${hostOf(one.url)})`;
  return [
    tool.does === 'collects'
      ? warn(words, 'turn its retries and its payment mails off before payment-recovery goes live')
      : warn(words, 'turn its mails about failed payments off, or customers get two of each'),
  ];
}

const toolOf = ({ url }: EndpointSeen): Tool | undefined =>
  tools.find(({ hosts }) => hosts.some((host) => hostOf(url) === host || hostOf(url).endsWith(`.${host}`)));

/** Never the path: other tools put their secrets there. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : 'an address nobody can read');

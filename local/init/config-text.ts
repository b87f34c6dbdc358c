import type { RetentionConfigInput } from '../../lambdas/kernel/config/index.ts';
import { currentVersion } from '../../lambdas/kernel/config/migrations/table.ts';
import type { Answers } from './answers.ts';
import type { PlanRow } from './plans.ts';
import type { Rated } from './rates.ts';

/** The configuration as an object; it is checked before a line of it is written. */
export const configOf = (answers: Answers, { plans, rates }: Pick<Rated, 'plans' | 'rates'>) =>
  ({
    version: currentVersion,
    company: {
      name: answers.name,
      zone: answers.zone,
      country: answers.country,
      currency: answers.currency,
      postalAddress: answers.postalAddress,
      urls: { app: answers.app },
    },
    people: { founder: answers.tasks },
    senders: sendersOf(answers),
    mode: { default: 'observe' },
    plans: [...plans],
    ...(Object.keys(rates).length === 0 ? {} : { fx: { rates: { ...rates } } }),
  }) satisfies RetentionConfigInput;

const sendersOf = ({ name, mailDomain }: Answers) => ({
  service: { name: `${name} Billing`, address: `billing@${mailDomain}` },
  lifecycle: { name, address: `hello@hello.${mailDomain}` },
  replyTo: `support@${mailDomain}`,
});

/** As `retention.config.ts` is written by hand: what a formatter would leave as it is. */
export function configText(answers: Answers, rated: Pick<Rated, 'plans' | 'rates'>): string {
  const { version, company, people, senders } = configOf(answers, rated);
  return `import { defineConfig } from './lambdas/kernel/config/index.ts';

/**
 * Your file: prices, people, words and switches. Everything left out has a default with a reason beside it in
 * \`lambdas/kernel/config/\`. Amounts are minor units (4900 is $49.00), durations are texts such as '24h' or '14d'.
 */
export default defineConfig({
  version: ${version},

  company: {
    name: ${quoted(company.name)},
    zone: ${quoted(company.zone)},
    country: ${quoted(company.country)},
    currency: ${quoted(company.currency)},
    postalAddress: ${quoted(company.postalAddress)},
    urls: { app: ${quoted(company.urls.app)} },
  },

  // Add operations, sales, success and manager when they are other people.
  people: { founder: ${quoted(people.founder)} },

  // Two identities on purpose: a complaint about a newsletter must not stop a payment notice.
  senders: {
    service: { name: ${quoted(senders.service.name)}, address: ${quoted(senders.service.address)} },
    lifecycle: { name: ${quoted(senders.lifecycle.name)}, address: ${quoted(senders.lifecycle.address)} },
    replyTo: ${quoted(senders.replyTo)},
  },

  // observe: record what would happen; mail-to-me: all mail to \`people.founder\`; live: act.
  mode: { default: 'observe' },
${plansText(rated.plans)}${ratesText(rated.rates)}});
`;
}

/** Without a key there is nothing to write: a made-up plan would be believed. */
function plansText(plans: readonly PlanRow[]): string {
  if (plans.length === 0) return '';
  return `
  // Read from Stripe. In minor units per interval; \`id\` is the price's lookup key, or the price itself.
  plans: [
${plans.map(planText).join('\n')}
  ],
`;
}

function ratesText(rates: Rated['rates']): string {
  const known = Object.entries(rates);
  if (known.length === 0) return '';
  return `
  // What one unit is worth in company.currency, as your own prices say it: set it once a month, on the first.
  fx: { rates: { ${known.map(([currency, rate]) => `${currency}: ${rate}`).join(', ')} } },
`;
}

const planText = ({ id, name, prices, interval }: PlanRow): string =>
  [
    '    {',
    `      id: ${quoted(id)},`,
    ...(name === undefined ? [] : [`      name: ${quoted(name)},`]),
    `      prices: { ${Object.entries(prices)
      .map(([currency, amount]) => `${currency}: ${grouped(amount)}`)
      .join(', ')} },`,
    ...(interval === undefined ? [] : [`      interval: ${quoted(interval)},`]),
    '    },',
  ].join('\n');

/** 49900 is written 49_900, as the formatter wants it. */
const grouped = (amount: number): string =>
  amount < 10_000 ? String(amount) : String(amount).replaceAll(/\B(?=(\d{3})+$)/g, '_');

/** Single quotes, unless only the others need no escape. */
function quoted(text: string): string {
  const plain = text.replaceAll('\\', '\\\\').replaceAll(/[\r\n]+/g, ' ');
  if (plain.includes("'") && !plain.includes('"')) return `"${plain}"`;
  return `'${plain.replaceAll("'", "\\'")}'`;
}

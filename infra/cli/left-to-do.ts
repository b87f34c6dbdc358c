import type { Readiness } from '../../local/stage/readiness.ts';
import { endpointTypes } from '../../local/stage/stripe-endpoint.ts';
import { secretStep } from './secret-step.ts';

/** `done` was read, `open` is for a person, `look` could not be read from here. */
export interface ToDo {
  readonly state: 'done' | 'open' | 'look';
  readonly title: string;
  readonly lines: readonly string[];
}

export interface About {
  readonly stage: string;
  readonly region: string;
  readonly livemode: boolean;
  readonly webhookUrl: string;
  readonly alarmMail: string;
}

/** What no template can do, in the order in which it is done. */
export const leftToDo = (ready: Readiness, about: About): readonly ToDo[] => [
  ...dns(ready),
  ...mailDomains(ready),
  production(ready, about),
  secretStep('stripe key', ready, about),
  endpoint(ready, about),
  secretStep('webhook secret', ready, about),
  secretStep('link keys', ready, about),
  {
    state: 'look',
    title: `confirm the alarms: AWS has written to ${about.alarmMail}, follow the link in its mail once`,
    lines: [],
  },
];

function dns({ records }: Readiness): readonly ToDo[] {
  if (records.length === 0) return [];
  const missing = records.filter(({ standing }) => standing !== 'stands');
  const title = `${records.length} DNS records stand as they should`;
  if (missing.length === 0) return [{ state: 'done', title, lines: [] }];
  const lines = missing.map(
    ({ type, name, value, standing }) =>
      `${type.padEnd(5)} ${name}  ${value}${standing === 'own' ? '   (another one stands there: keep it if it is yours on purpose)' : ''}`,
  );
  const open = missing.some(({ standing }) => standing === 'absent');
  return [
    {
      state: open ? 'open' : 'look',
      title: `put ${missing.length} of ${records.length} records into your DNS`,
      lines,
    },
  ];
}

const mailDomains = ({ domains }: Readiness): readonly ToDo[] =>
  domains.map((read) => {
    if ('why' in read) return { state: 'look', title: 'mail domain', lines: [read.why] };
    const { domain, known } = read.value;
    if (!known)
      return {
        state: 'open',
        title: `SES does not know ${domain}: verify it in SES, or set mailDomains to "create" in cdk.json`,
        lines: [],
      };
    if (known.dkim && known.mailFrom)
      return { state: 'done', title: `SES has verified ${domain} and its return path`, lines: [] };
    const waits = [...(known.dkim ? [] : ['DKIM']), ...(known.mailFrom ? [] : ['the return path'])].join(' and ');
    return {
      state: 'open',
      title: `SES waits for ${waits} of ${domain}: it looks by itself, within 72 hours of the records`,
      lines: [],
    };
  });

function production({ mail }: Readiness, { region, webhookUrl }: About): ToDo {
  if ('why' in mail) return { state: 'look', title: 'SES production access', lines: [mail.why] };
  const { production: out, sending, daily, perSecond } = mail.value;
  if (!sending)
    return {
      state: 'open',
      title: 'SES has stopped sending for this account: open its dashboard and read why',
      lines: [],
    };
  const quota = daily < 0 ? 'without a daily limit' : `${daily} mails a day`;
  if (out) return { state: 'done', title: `SES sends to anybody: ${quota}, ${perSecond} a second`, lines: [] };
  const site = new URL(webhookUrl).origin;
  return {
    state: 'open',
    title: `ask AWS to take SES out of the sandbox; until then it sends ${quota}, to verified addresses only`,
    lines: [
      `aws sesv2 put-account-details --region ${region} --production-access-enabled --mail-type TRANSACTIONAL --website-url ${site}`,
      'give your own site as the address; AWS answers within a day or two',
    ],
  };
}

function endpoint({ endpoint: state }: Readiness, { stage, livemode, webhookUrl }: About): ToDo {
  const at = `the webhook endpoint ${webhookUrl}`;
  const mode = livemode ? 'live' : 'test';
  if (state?.kind === 'good')
    return { state: 'done', title: `Stripe sends ${endpointTypes.length} event types to ${at}`, lines: [] };
  if (state?.kind === 'disabled') return { state: 'open', title: `${at} is disabled in Stripe: enable it`, lines: [] };
  if (state?.kind === 'without')
    return {
      state: 'open',
      title: `${at} lacks ${state.types.length} event types: add them in Stripe`,
      lines: [...state.types],
    };
  const lines = [
    `npm run stripe:connect -- --stage ${stage} makes it and stores its secret; by hand, select exactly these events:`,
    ...endpointTypes.map((type) => `  ${type}`),
  ];
  if (state?.kind === 'unreadable')
    return { state: 'look', title: `${at} in Stripe's ${mode} mode (the key may not look: ${state.why})`, lines };
  return { state: 'open', title: `make ${at} in Stripe's ${mode} mode (Developers, Webhooks)`, lines };
}

const marks = { done: '[done]', open: '[open]', look: '[look]' } as const;

/** For a terminal: what is open first said in one line, its details under it. */
export function printed(items: readonly ToDo[]): readonly string[] {
  const open = items.filter(({ state }) => state !== 'done').length;
  const head =
    open === 0 ? 'Nothing is left for a person.' : `${open} of ${items.length} things are left for a person:`;
  return [
    head,
    ...items.flatMap(({ state, title, lines }) => [
      `${marks[state]} ${title}`,
      ...lines.map((line) => `       ${line}`),
    ]),
  ];
}

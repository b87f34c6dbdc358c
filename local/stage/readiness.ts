import Stripe from 'stripe';
import type { Clients } from './clients.ts';
import { type DnsRecord, type Lookup, type Standing, standingOf } from './dns.ts';
import { type MailAccount, type MailDomainState, readMailAccount, readMailDomain } from './mail.ts';
import { readSecret, type SecretKind, type SecretState } from './secrets.ts';
import { type EndpointState, readEndpoint } from './stripe-endpoint.ts';

/** What could be read, or why it could not. */
export type Read<T> = { readonly value: T } | { readonly why: string };

export interface Readiness {
  readonly records: readonly (DnsRecord & { readonly standing: Standing })[];
  readonly domains: readonly Read<MailDomainState>[];
  readonly mail: Read<MailAccount>;
  readonly secrets: Readonly<Record<SecretKind, { readonly name: string; readonly state: SecretState }>>;
  /** Undefined while there is no key to ask Stripe with. */
  readonly endpoint: EndpointState | undefined;
}

export interface ReadinessOf {
  readonly records: readonly DnsRecord[];
  readonly domains: readonly string[];
  readonly secrets: Readonly<Record<SecretKind, string>>;
  readonly livemode: boolean;
  readonly webhookUrl: string;
}

export interface Reach {
  readonly clients: Pick<Clients, 'ses' | 'secrets'>;
  readonly lookup: Lookup;
  readonly stripe: (key: string) => Pick<Stripe, 'webhookEndpoints'>;
}

export const realStripe = (key: string): Stripe =>
  new Stripe(key, { maxNetworkRetries: 1, timeout: 10_000, telemetry: false });

/** Reads what a person has to do outside the stack, and what of it is done. Changes nothing. */
export async function readReadiness(of: ReadinessOf, { clients, lookup, stripe }: Reach): Promise<Readiness> {
  const secret = async (kind: SecretKind) => ({
    name: of.secrets[kind],
    state: await readSecret(clients.secrets, { kind, name: of.secrets[kind], livemode: of.livemode }),
  });
  const key = await secret('stripe key');
  return {
    records: await Promise.all(
      of.records.map(async (record) => ({ ...record, standing: await standingOf(record, lookup) })),
    ),
    domains: await Promise.all(of.domains.map((domain) => read(() => readMailDomain(clients.ses, domain)))),
    mail: await read(() => readMailAccount(clients.ses)),
    secrets: {
      'stripe key': key,
      'webhook secret': await secret('webhook secret'),
      'link keys': await secret('link keys'),
      'app keys': await secret('app keys'),
      'webhook keys': await secret('webhook keys'),
    },
    endpoint: key.state.kind === 'good' ? await readEndpoint(stripe(key.state.text.trim()), of.webhookUrl) : undefined,
  };
}

async function read<T>(ask: () => Promise<T>): Promise<Read<T>> {
  try {
    return { value: await ask() };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

import type { Readiness } from '../../local/stage/readiness.ts';
import type { SecretKind } from '../../local/stage/secrets.ts';
import type { About, ToDo } from './left-to-do.ts';

const what: Readonly<Record<SecretKind, (mode: string) => string>> = {
  'stripe key': (mode) => `a restricted Stripe key of ${mode} mode (rk_${mode}_…)`,
  'webhook secret': () => 'the signing secret Stripe shows for that endpoint (whsec_…)',
  'link keys': () => 'the keys that sign links, a JSON list such as [{"id":"first","secret":"at least 32 characters"}]',
  'app keys': () => 'the keys your server mints tokens with, a JSON list like that of the links',
  'webhook keys': () => 'the keys that sign outgoing webhooks, a JSON object such as {"default":"whsec_…"}',
};

/** From stdin: what is typed there stands in no history and in no list of processes. */
export const putSecret = (name: string, region: string): string =>
  `aws secretsmanager put-secret-value --region ${region} --secret-id ${name} --secret-string file:///dev/stdin`;

export function secretStep(kind: SecretKind, { secrets }: Readiness, { region, livemode }: About): ToDo {
  const { name, state } = secrets[kind];
  const holds = what[kind](livemode ? 'live' : 'test');
  if (state.kind === 'good') return { state: 'done', title: `${name} holds what it should`, lines: [] };
  if (state.kind === 'unreadable') return { state: 'look', title: `${name} could not be read`, lines: [state.why] };
  return {
    state: 'open',
    title: `put ${holds} into ${name}`,
    lines: [putSecret(name, region), 'paste it, press Enter, then Ctrl-D'],
  };
}

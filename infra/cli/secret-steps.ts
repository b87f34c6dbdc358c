import type { Readiness } from '../../local/stage/readiness.ts';
import type { SecretKind } from '../../local/stage/secrets.ts';
import type { About, ToDo } from './left-to-do.ts';

const kinds: readonly SecretKind[] = ['stripe key', 'webhook secret', 'link keys'];

const what: Readonly<Record<SecretKind, (mode: string) => string>> = {
  'stripe key': (mode) => `a restricted Stripe key of ${mode} mode (rk_${mode}_…)`,
  'webhook secret': () => 'the signing secret of the endpoint below (whsec_…)',
  'link keys': () => 'the keys that sign links, a JSON list such as [{"id":"first","secret":"at least 32 characters"}]',
};

/** From stdin: what is typed there stands in no history and in no list of processes. */
export const putSecret = (name: string, region: string): string =>
  `aws secretsmanager put-secret-value --region ${region} --secret-id ${name} --secret-string file:///dev/stdin`;

export const secretSteps = ({ secrets }: Readiness, { region, livemode }: About): readonly ToDo[] =>
  kinds.map((kind) => {
    const { name, state } = secrets[kind];
    if (state.kind === 'good')
      return { state: 'done', title: `${name} holds ${what[kind](livemode ? 'live' : 'test')}`, lines: [] };
    if (state.kind === 'unreadable') return { state: 'look', title: `${name} could not be read`, lines: [state.why] };
    return {
      state: 'open',
      title: `put ${what[kind](livemode ? 'live' : 'test')} into ${name}`,
      lines: [putSecret(name, region), 'paste it, press Enter, then Ctrl-D'],
    };
  });

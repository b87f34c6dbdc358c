import { GetResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import { type FunctionName, functions, type Touch } from '../../../lambdas/registry.ts';
import { readSecret, type SecretKind } from '../../stage/secrets.ts';
import { type Check, fail, pass } from '../check.ts';
import { secretsReadBy } from '../live-roles.ts';
import type { Smoke } from '../smoke.ts';

/** Which touch of the registry opens which secret, and the variable that names it. */
const secretOf = {
  'stripe key': { touch: 'stripe', variable: 'STRIPE_KEY_SECRET' },
  'webhook secret': { touch: 'webhook-secrets', variable: 'WEBHOOK_SECRET' },
  'link keys': { touch: 'links', variable: 'LINK_KEYS_SECRET' },
  'app keys': { touch: 'app-keys', variable: 'APP_KEYS_SECRET' },
  'webhook keys': { touch: 'webhook-keys', variable: 'WEBHOOK_KEYS_SECRET' },
} as const satisfies Record<SecretKind, { touch: Touch; variable: string }>;

const kinds = Object.keys(secretOf) as readonly SecretKind[];

export const secretsAreIn: Check = {
  name: 'the secrets are put in',
  does: 'reads the five secrets and looks at their form, never printing one',
  expects:
    'a Stripe key of the right mode, a signing secret, link keys and app keys of 32 characters or more, keys in base64',
  cleansUp: 'nothing was written',
  async run(smoke) {
    const { clients, livemode } = smoke.reaches;
    const wrong: string[] = [];
    for (const kind of kinds) {
      const name = smoke.name(secretOf[kind].variable);
      const state = await readSecret(clients.secrets, { kind, name, livemode });
      if (state.kind !== 'good') wrong.push(state.why);
    }
    return wrong.length > 0 ? fail(wrong.join('; ')) : pass('all five have the right form');
  },
};

const readersOf = (touch: Touch): readonly string[] =>
  (Object.keys(functions) as FunctionName[])
    .filter((name) => {
      const { touches }: { readonly touches: readonly Touch[] } = functions[name];
      return touches.includes(touch);
    })
    .toSorted();

export const secretsAreKept: Check = {
  name: 'secrets are read by the right functions only',
  does: "reads each role as it stands in IAM now (CloudFormation's drift detection) and each secret's own policy",
  expects: 'exactly the functions of the registry; no policy on a secret that lets others in',
  cleansUp: 'nothing was written',
  async run(smoke) {
    const allowed = await secretsReadBy(smoke.reaches.clients.cloudFormation, smoke.reaches.stage);
    const wrong: string[] = [];
    for (const kind of kinds) {
      const { touch, variable } = secretOf[kind];
      const name = smoke.name(variable);
      const found = allowed
        .filter(({ may }) => may(name))
        .map(({ role }) => role)
        .toSorted();
      const meant = readersOf(touch);
      if (found.join() !== meant.join())
        wrong.push(`${name} is read by ${found.join(', ') || 'nobody'}, meant are ${meant.join(', ')}`);
      if (await hasPolicy(smoke, name)) wrong.push(`${name} has a policy of its own`);
    }
    return wrong.length > 0 ? fail(wrong.join('; ')) : pass(`${allowed.length} roles looked at`);
  },
};

async function hasPolicy({ reaches }: Smoke, SecretId: string): Promise<boolean> {
  const { ResourcePolicy } = Object(await reaches.clients.secrets.send(new GetResourcePolicyCommand({ SecretId })));
  return typeof ResourcePolicy === 'string' && /"Allow"/.test(ResourcePolicy);
}

import { webhookSecrets } from '../../../lambdas/adapters/secret-values.ts';
import { readSecret } from '../../stage/secrets.ts';
import { signWebhook } from '../../stripe/index.ts';
import { type Check, fail, NotReached, pass } from '../check.ts';
import type { Answer, Smoke } from '../smoke.ts';

export async function webhookSecretOf(smoke: Smoke): Promise<string> {
  const name = smoke.name('WEBHOOK_SECRET');
  const state = await readSecret(smoke.reaches.clients.secrets, {
    kind: 'webhook secret',
    name,
    livemode: smoke.reaches.livemode,
  });
  if (state.kind !== 'good') throw new NotReached(state.why);
  const [secret = ''] = webhookSecrets(name, state.text);
  return secret;
}

/** Stripe's clock and ours may differ by minutes; what is signed here counts from now. */
export async function postSigned(smoke: Smoke, body: string, secret: string, agoSeconds = 0): Promise<Answer> {
  const at = Math.floor(smoke.reaches.now() / 1000) - agoSeconds;
  return smoke.reaches.post(
    `${smoke.name('BASE_URL')}/webhooks/stripe`,
    { 'content-type': 'application/json', 'stripe-signature': signWebhook(body, secret, at) },
    body,
  );
}

/** An event of a type that changes nothing, so that accepting it changes nothing either. */
const harmless = ({ reaches }: Smoke, livemode: boolean): string =>
  JSON.stringify({
    id: `evt_smoke_${reaches.id}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(reaches.now() / 1000),
    livemode,
    type: 'invoice.created',
    data: { object: { id: `in_smoke_${reaches.id}`, object: 'invoice' } },
  });

export const webhookRefused: Check = {
  name: 'webhook refuses what it must',
  does: 'posts one event with a wrong secret, one signed ten minutes ago, and one of the other Stripe mode',
  expects: 'three times 400, through the HTTP API',
  cleansUp: 'nothing was written',
  async run(smoke) {
    const { livemode } = smoke.reaches;
    const secret = await webhookSecretOf(smoke);
    const answers = {
      'a wrong secret': await postSigned(smoke, harmless(smoke, livemode), 'whsec_not_this_one'),
      'a signature of ten minutes ago': await postSigned(smoke, harmless(smoke, livemode), secret, 600),
      'the other mode': await postSigned(smoke, harmless(smoke, !livemode), secret),
    };
    const wrong = Object.entries(answers).find(([, { status }]) => status !== 400);
    return wrong ? fail(`${wrong[0]} was answered ${wrong[1].status} ${wrong[1].body}`) : pass('400, 400, 400');
  },
};

export const webhookAccepted: Check = {
  name: 'webhook accepts its own secret',
  does: 'posts an event that changes nothing, signed with the secret in Secrets Manager',
  expects: '200: the function read its secret, and the body came through the HTTP API byte for byte',
  cleansUp: 'nothing was written',
  async run(smoke) {
    const { status, body } = await postSigned(
      smoke,
      harmless(smoke, smoke.reaches.livemode),
      await webhookSecretOf(smoke),
    );
    return status === 200 ? pass(`200 ${body}`) : fail(`${status} ${body}`);
  },
};

import type { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from '@jest/globals';
import { linkKeys, stripeKey, webhookSecrets } from '../../../lambdas/adapters/secret-values.ts';
import { cachedSecrets } from '../../../lambdas/adapters/secrets.ts';
import { after, type Duration, parseInstant } from '../../../lambdas/kernel/instant.ts';

const T = parseInstant('2026-11-10T15:00:00Z');

/** A store whose answers a test may change, and how often it was asked. */
function store(answers: Record<string, unknown>) {
  let now = T;
  const asked: string[] = [];
  const client = {
    send: async ({ input }: GetSecretValueCommand) => {
      const name = input.SecretId ?? '';
      asked.push(name);
      const answer = answers[name];
      if (answer instanceof Error) throw answer;
      return { SecretString: answer };
    },
  };
  const read = cachedSecrets(client, { now: () => now });
  const pass = (elapsed: Duration): void => {
    now = after(now, elapsed);
  };
  return { read, asked, answers, pass };
}

const named = (name: string): Error => Object.assign(new Error('whsec_quoted by AWS'), { name });

describe('the secrets of Secrets Manager', () => {
  it.each([
    ['keeps a value to the last millisecond of five minutes', { milliseconds: 299_999 }, 'old', 1],
    ['asks again at five minutes', { minutes: 5 }, 'new', 2],
  ] as const)('%s', async (_name, elapsed, value, calls) => {
    const world = store({ hook: 'old' });
    await world.read('hook');
    world.answers.hook = 'new';

    world.pass(elapsed);

    expect(await world.read('hook')).toBe(value);
    expect(world.asked).toHaveLength(calls);
  });

  it('asks once for callers that come together', async () => {
    const world = store({ hook: 'value' });

    expect(await Promise.all([world.read('hook'), world.read('hook')])).toEqual(['value', 'value']);
    expect(world.asked).toEqual(['hook']);
  });

  it('goes on with what it knows while nobody answers, and asks again after 30 seconds', async () => {
    const world = store({ hook: 'old' });
    await world.read('hook');
    world.answers.hook = named('InternalServiceError');

    world.pass({ minutes: 6 });
    expect(await world.read('hook')).toBe('old');
    world.answers.hook = 'new';
    world.pass({ seconds: 29 });
    expect(await world.read('hook')).toBe('old');
    world.pass({ seconds: 1 });
    expect(await world.read('hook')).toBe('new');
  });

  it('does not go on with a secret that was taken away', async () => {
    const world = store({ hook: 'old' });
    await world.read('hook');
    world.answers.hook = named('ResourceNotFoundException');

    world.pass({ minutes: 5 });

    await expect(world.read('hook')).rejects.toMatchObject({ name: 'PermanentFailure' });
  });

  it('tries again after a failure at the first read', async () => {
    const world = store({ hook: named('TimeoutError') });
    await expect(world.read('hook')).rejects.toMatchObject({ name: 'ServiceUnavailable' });

    world.answers.hook = 'value';

    expect(await world.read('hook')).toBe('value');
  });

  it.each([
    ['ResourceNotFoundException', 'PermanentFailure', 'there is no secret "hook"'],
    ['AccessDeniedException', 'PermanentFailure', 'secretsmanager:GetSecretValue'],
    ['ThrottlingException', 'Throttled', 'try again'],
    ['TimeoutError', 'ServiceUnavailable', '(TimeoutError): try again'],
  ])('answers %s with %s in one line that quotes nothing', async (name, failure, words) => {
    const refused: Error = await store({ hook: named(name) })
      .read('hook')
      .catch((error) => error);

    expect(refused.name).toBe(failure);
    expect(refused.message).toContain(words);
    expect(refused.message).not.toMatch(/\n|whsec/);
  });

  it.each([[undefined], [''], ['  \n']])('refuses the empty secret %j', async (text) => {
    await expect(store({ hook: text }).read('hook')).rejects.toThrow('the secret "hook" is empty');
  });
});

describe('the forms of secrets', () => {
  it.each([
    ['one text', 'whsec_a1\n', ['whsec_a1']],
    ['a quoted text', '"whsec_a1"', ['whsec_a1']],
    ['a list of one', '["whsec_a1"]', ['whsec_a1']],
    ['two during a rotation', '["whsec_new", "whsec_old"]', ['whsec_new', 'whsec_old']],
  ])('reads webhook secrets from %s', (_form, text, secrets) => {
    expect(webhookSecrets('hook', text)).toEqual(secrets);
  });

  it.each(['[]', '["whsec_a","whsec_b","whsec_c"]', '["whsec_a", 5]', 'hunter2', '["whsec_a"', '{"secret":"whsec_a"}'])(
    'refuses %j as webhook secrets without quoting it',
    (text) => {
      const refusal = () => webhookSecrets('hook', text);
      expect(refusal).toThrow('the secret "hook" has the wrong form: expected one text that starts with whsec_');
      expect(refusal).not.toThrow(/hunter2|whsec_a/);
    },
  );

  it.each([
    ['sk_test_a1', false],
    ['rk_test_a1\n', false],
    ['sk_live_a1', true],
  ])('takes the Stripe key %j where livemode is %s', (text, livemode) => {
    expect(stripeKey('key', text, livemode)).toBe(text.trim());
  });

  it.each([
    ['sk_live_a1', false],
    ['rk_test_a1', true],
    ['pk_test_a1', false],
    ['sk_test_', false],
  ])('refuses the Stripe key %j where livemode is %s', (text, livemode) => {
    expect(() => stripeKey('key', text, livemode)).toThrow(`Stripe key of ${livemode ? 'live' : 'test'} mode`);
    expect(() => stripeKey('key', text, livemode)).not.toThrow(text);
  });

  const secret = 'x'.repeat(32);

  it('reads link keys, the signing one first', () => {
    const keys = linkKeys(
      'links',
      JSON.stringify([
        { id: 'b', secret },
        { id: 'a', secret: `${secret}y` },
      ]),
    );
    expect(keys.map(({ id, secret: bytes }) => [id, bytes.byteLength])).toEqual([
      ['b', 32],
      ['a', 33],
    ]);
  });

  it('reads one key alone, as the deploy makes it', () => {
    expect(linkKeys('links', JSON.stringify({ id: 'first', secret })).map(({ id }) => id)).toEqual(['first']);
  });

  it.each([
    ['nothing', '[]'],
    ['an object without a secret', '{"id":"first"}'],
    ['a text', secret],
    ['a key of 31 characters', JSON.stringify([{ id: 'a', secret: secret.slice(1) }])],
    ['a key without an id', JSON.stringify([{ id: 'a', secret }, { secret }])],
  ])('refuses %s as link keys', (_name, text) => {
    expect(() => linkKeys('links', text)).toThrow('the secret "links" has the wrong form');
    expect(() => linkKeys('links', text)).not.toThrow('xxx');
  });
});

import { describe, expect, it } from '@jest/globals';
import { complete } from '../../../lambdas/compose/base.ts';
import { variable } from '../../../lambdas/compose/environment.ts';
import { once } from '../../../lambdas/compose/once.ts';
import { arnsOf } from '../../../lambdas/compose/workflows.ts';
import type { VariableName } from '../../../lambdas/registry.ts';

const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:holdfast-dev-payment-recovery';

describe('an environment variable', () => {
  it.each<[VariableName, string]>([
    ['STAGE', 'dev'],
    ['LIVEMODE', 'true'],
    ['LIVEMODE', 'false'],
    ['TABLE_NAME', 'holdfast-dev'],
    ['STRIPE_KEY_SECRET', 'holdfast/dev/stripe-key'],
    ['WEBHOOK_SECRET', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:holdfast-AbCdEf'],
    ['BUS_NAME', 'holdfast-dev'],
    ['PAYMENT_RECOVERY_ARN', machine],
    ['PAYMENT_RECOVERY_ARN', `${machine}:LIVE`],
    ['OUTBOX_QUEUE_URL', 'https://sqs.eu-west-1.amazonaws.com/123456789012/holdfast-dev-outbox'],
    ['BASE_URL', 'https://billing.northwind.test'],
    ['BASE_URL', 'https://northwind.test/billing'],
  ])('%s may be %s', (name, value) => {
    expect(variable(name, { [name]: value })).toBe(value);
  });

  it.each<[VariableName, string | undefined, string]>([
    ['TABLE_NAME', undefined, 'TABLE_NAME is not set, expected the name of the DynamoDB table: set it and start again'],
    ['TABLE_NAME', '', 'TABLE_NAME is "", expected the name'],
    ['STAGE', 'Dev 1', 'STAGE is "Dev 1", expected the name of the stage'],
    ['LIVEMODE', 'yes', 'LIVEMODE is "yes", expected true where'],
    ['BASE_URL', 'https://northwind.test/', 'no slash at its end'],
    ['BASE_URL', 'northwind.test', 'BASE_URL is "northwind.test", expected an address'],
    ['PAYMENT_RECOVERY_ARN', 'payment-recovery', 'expected a state machine ARN'],
    ['OUTBOX_QUEUE_URL', 'outbox', 'OUTBOX_QUEUE_URL is "outbox", expected the URL of an SQS queue'],
    ['STRIPE_KEY_SECRET', 'two words', 'expected the name or ARN of a secret'],
  ])('%s may not be %j, and one line says so', (name, value, words) => {
    const read = () => variable(name, { [name]: value });
    expect(read).toThrow(expect.objectContaining({ name: 'PermanentFailure' }));
    expect(read).toThrow(words);
    expect(read).not.toThrow(/\n/);
  });
});

describe('composition', () => {
  it.each([machine, `${machine}:LIVE`, `${machine}:12`])('names an execution of %s under the machine itself', (arn) => {
    const arns = arnsOf(arn);
    expect(arns.machine('payment-recovery')).toBe(arn);
    expect(arns.execution('payment-recovery', 'payment-recovery-0a-1')).toBe(
      'arn:aws:states:eu-west-1:123456789012:execution:holdfast-dev-payment-recovery:payment-recovery-0a-1',
    );
  });

  it('says which port a function was not given', () => {
    const base = { clock: { now: () => 0 }, log: {}, stage: { name: 'dev', livemode: false } } as never;
    const given = { rows: { get: async () => undefined } } as never;
    const ports = complete(base, given);

    expect(ports.rows).toBe(Object(given).rows);
    expect(() => ports.mail.send({} as never)).toThrow('this function has no port "mail"');
  });

  it('builds a thing once, and again only when building failed', async () => {
    const outcomes = [Promise.reject(new Error('no answer')), Promise.resolve('first'), Promise.resolve('second')];
    let next = 0;
    const thing = once(() => outcomes[next++]);

    await expect(thing()).rejects.toThrow('no answer');

    expect([await thing(), await thing()]).toEqual(['first', 'first']);
  });

  it('tries again after a build that threw', () => {
    let tries = 0;
    const thing = once(() => {
      tries += 1;
      if (tries === 1) throw new Error('TABLE_NAME is not set');
      return tries;
    });
    expect(thing).toThrow('TABLE_NAME');
    expect([thing(), thing()]).toEqual([2, 2]);
  });
});

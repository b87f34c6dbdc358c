import { addressKey } from '../../../lambdas/messaging/address.ts';
import { caseIfAny, describe, theCase } from '../case.ts';
import { type Check, fail, pass, skip } from '../check.ts';
import { removeCase } from '../remove.ts';
import { deliverable } from '../stripe-customer.ts';
import { postSigned, webhookSecretOf } from './webhook.ts';

export const webhookOpensCase: Check = {
  name: 'webhook to execution',
  does: 'lets a renewal of a new test customer fail at Stripe and posts its event',
  expects: 'within 60 s a case of that account and a running execution: webhook, queue, billing-events, StartExecution',
  cleansUp: 'deletes the customer at Stripe and every row of the account, stops the execution',
  async run(smoke) {
    if (smoke.reaches.livemode) return skip('a live key can make no test customer: proven on the test stages');
    const secret = await webhookSecretOf(smoke);
    smoke.stripe = await smoke.reaches.stripe();
    if (!smoke.stripe) return fail('the Stripe key in Secrets Manager is none yet');
    smoke.later('the rows of the test account', () => removeCase(smoke));
    smoke.later('the address of the SES simulator', () => smoke.rows.remove(addressKey(deliverable)));
    const failed = await smoke.stripe.fail(smoke.account);
    smoke.failed = failed;
    const actor = smoke.stripe;
    smoke.later('the customer at Stripe', async () => {
      await actor.remove(failed);
      // Its last events come in meanwhile: after that nothing writes to the account again.
      await smoke.reaches.sleep(20_000);
    });
    const { status, body } = await postSigned(smoke, failed.event, secret);
    if (status !== 200) return fail(`the webhook answered ${status} ${body}`);
    const row = await smoke.until(60, () => caseIfAny(smoke));
    if (!row) return fail('no case after 60 s: look at the queue billing-events and its dead letters');
    const running = await smoke.until(30, async () => {
      const said = await describe(smoke, row).catch(() => undefined);
      return said?.status === 'RUNNING' ? said : undefined;
    });
    return running
      ? pass(`run ${row.run} of ${row.account} is RUNNING`)
      : fail('the case is there, its execution is not');
  },
};

export const startedThroughAlias: Check = {
  name: 'executions carry their version',
  does: 'describes the execution',
  expects: 'the alias and a version of the state machine, so that a deploy leaves it alone',
  cleansUp: 'nothing was written',
  async run(smoke) {
    const said = await describe(smoke, await theCase(smoke));
    const [alias, version] = [String(said.stateMachineAliasArn), String(said.stateMachineVersionArn)];
    if (alias !== smoke.name('PAYMENT_RECOVERY_ARN')) return fail(`started through ${alias}`);
    return /:\d+$/.test(version) ? pass(`version ${version.split(':').at(-1)}`) : fail(`its version is ${version}`);
  },
};

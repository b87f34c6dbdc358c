import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { caseIfAny, describe, executionArn, nextRun, theCase } from '../case.ts';
import { type Check, fail, look, NotReached, pass } from '../check.ts';
import type { Smoke } from '../smoke.ts';
import { postSigned, webhookSecretOf } from './webhook.ts';

export const statusEvents: Check = {
  name: 'status events arrive',
  does: 'stops the execution behind the back of the case',
  expects: 'within 60 s the case is flagged "its execution is ABORTED": rule, queue and execution-events',
  cleansUp: 'starts the case again',
  async run(smoke) {
    const row = await theCase(smoke);
    if (row.status !== 'open') throw new NotReached(`the case is ${row.status}`);
    const stop = { executionArn: executionArn(smoke, row), error: 'Stopped', cause: 'smoke test: status events' };
    await smoke.reaches.clients.workflows.send(new StopExecutionCommand(stop));
    const flagged = await smoke.until(60, async () => {
      const now = await caseIfAny(smoke);
      return now?.status === 'attention' ? now : undefined;
    });
    if (!flagged) return fail('the case does not know of it after 60 s');
    await nextRun(smoke, 'status events have arrived');
    return pass(String(flagged.attention));
  },
};

/** Invariant 3 of the design. */
const promised = 60;

export const paymentWakes: Check = {
  name: 'a payment ends the wait',
  does: 'marks the invoice as paid at Stripe and posts the event',
  expects: `within ${promised} s the execution has succeeded and the case is closed: billing-events answers the token, its role scoped to the machine`,
  cleansUp: 'nothing besides the case',
  async run(smoke) {
    const { failed, stripe } = smoke;
    if (!failed || !stripe) throw new NotReached('no payment of this run has failed');
    const parked = await smoke.until(90, async () => {
      const row = await caseIfAny(smoke);
      return row?.wait ? row : undefined;
    });
    if (!parked) throw new NotReached('the case waits nowhere');
    const event = await stripe.settle(failed);
    const told = smoke.reaches.now();
    const { status, body } = await postSigned(smoke, event, await webhookSecretOf(smoke));
    if (status !== 200) return fail(`the webhook answered ${status} ${body}`);
    const ended = await smoke.until(promised, () => succeeded(smoke));
    if (!ended) return fail(`the execution still runs ${promised} s later`);
    const row = await theCase(smoke);
    if (row.status !== 'closed') return fail(`the execution has ended and the case is ${row.status}`);
    return pass(`${row.outcome ?? 'closed'} ${Math.round((smoke.reaches.now() - told) / 1000)} s after the event`);
  },
};

async function succeeded(smoke: Smoke): Promise<true | undefined> {
  const { status } = await describe(smoke, await theCase(smoke));
  return status === 'SUCCEEDED' ? true : undefined;
}

export const alertReachesPeople: Check = {
  name: 'an alert reaches a person',
  does: 'nothing: the check of the status events has raised the alert case_attention',
  expects: 'a mail to the address of the alarms that names this account; none means its subscription is not confirmed',
  cleansUp: 'nothing was written',
  async run(smoke) {
    if (!smoke.failed) throw new NotReached('no alert was raised');
    return look(`a mail about ${smoke.account} must be in the inbox of the alarms now`);
  },
};

import { describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, PermanentFailure, ServiceUnavailable, Throttled } from '../../lambdas/kernel/failures.ts';
import type { LogFields } from '../../lambdas/kernel/log.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import { pauseAll, resumeAll } from '../../lambdas/ops/commands.ts';
import type { Call } from '../../local/world/options.ts';
import type { World } from '../../local/world/world.ts';
import { charges, mails, pass, renew, taskMails, withCharges, worldWith } from './world.ts';

const by = { who: 'ines', why: 'a test' };
const caseOf = (world: World) => [...world.table.items()].find((item) => item.entity === 'case');
const alerts = (world: World) => world.events.flatMap(({ type, detail }) => (type === 'alert' ? [detail] : []));
const writes = (world: World) => world.stripe.peek('subscriptions').map((one) => Object(one).status);

const withBilling =
  (change: (billing: Ports['billing']) => Partial<Ports['billing']>) =>
  (ports: Ports): Ports => ({
    ...ports,
    billing: { ...ports.billing, ...change(ports.billing) },
  });

describe('an effect that Stripe refuses for good', () => {
  it('is told and left to a person, and the case ends all the same', async () => {
    let world: World;
    // The subscription is cancelled in the second in which the new card pays: it takes no default card any more.
    const ports = withBilling(({ pay }) => ({
      pay: async (call) => {
        const outcome = await pay(call);
        if (outcome.kind === 'paid') world.stripe.cancelSubscription('sub_acme', { when: 'now' });
        return outcome;
      },
    }));
    world = await worldWith(withCharges('expired_card'), {}, { ports });
    renew(world);
    await pass(world, { days: 2 });

    const card = { id: 'pm_new', brand: 'visa', fingerprint: 'fp_new', charges: ['ok'] };
    world.stripe.addCard('cus_acme', card, { default: true });
    await pass(world, { days: 2, minutes: 1 });

    expect(caseOf(world)).toMatchObject({ status: 'closed', pending: [], dropped: [{ effect: 'default-card' }] });
    expect(alerts(world)).toMatchObject([{ alert: 'case_attention', case: 'CASE#payment-recovery#sub_acme' }]);
    expect(world.logs.filter(({ fields }) => fields.function === 'sweep')).toEqual([]);
  });
});

describe('ops pause-all', () => {
  it('resumes and bills nobody until resume-all, whoever pays meanwhile', async () => {
    const world = await worldWith(withCharges(...Array.from({ length: 5 }, () => 'insufficient_funds'), 'ok'));
    renew(world);
    await pass(world, { days: 19 });
    expect(writes(world)).toEqual(['paused']);

    await pauseAll(by, world.ports);
    world.stripe.customerPays('in_1');
    await pass(world, { days: 19, hours: 3 });
    expect(writes(world)).toEqual(['paused']);
    expect(caseOf(world)).toMatchObject({ status: 'open' });
    expect(world.executions().map(({ frame }) => frame.status)).toEqual(['RUNNING']);

    await resumeAll(by, world.ports);
    await pass(world, { days: 19, hours: 3, minutes: 11 });
    expect(caseOf(world)).toMatchObject({ status: 'closed', outcome: 'recovered' });
  });

  it('pauses nobody on day 14, and does so when things go on', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { days: 13, hours: 23 });
    await pauseAll(by, world.ports);
    const before = { charges: charges(world), mails: mails(world) };

    await pass(world, { days: 14, hours: 3 });
    expect(writes(world)).toEqual(['past_due']);
    expect({ charges: charges(world), mails: mails(world) }).toEqual(before);

    await resumeAll(by, world.ports);
    await pass(world, { days: 14, hours: 3, minutes: 30 });
    expect(writes(world)).toEqual(['paused']);
    expect(mails(world)).toHaveLength(before.mails.length + 1);
  });
});

const reasonsOf = (verdicts: unknown): string[] => (verdicts as { reason: string }[]).map(({ reason }) => reason);

describe('SES in trouble', () => {
  /** A world whose SES answers as it is told to; what it throws was not sent. */
  const withSes = async (answer: (calls: number) => Error | undefined) => {
    let calls = 0;
    const ports = (usual: Ports): Ports => ({
      ...usual,
      mail: {
        send: async (mail) => {
          const error = answer(++calls);
          if (error) throw error;
          return usual.mail.send(mail);
        },
      },
    });
    return worldWith(withCharges('insufficient_funds'), {}, { ports });
  };
  const messages = (world: World) => [...world.table.items()].filter(({ entity }) => entity === 'message');
  const items = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);

  it.each([
    ['is paused', () => new ServiceUnavailable('SES does not send at the moment'), ['unavailable']],
    ['refuses the rate', () => new Throttled('SES refused the rate'), []],
  ])('loses no mail and sends none twice while it %s for twenty minutes', async (_name, error, reasons) => {
    let down = false;
    const world = await withSes(() => (down ? error() : undefined));
    renew(world);
    await pass(world, { hours: 23, minutes: 59 });
    down = true;
    await pass(world, { hours: 24, minutes: 20 });
    expect(messages(world)).toMatchObject([{ status: 'PENDING', resends: 0 }]);
    down = false;
    await pass(world, { hours: 24, minutes: 25 });

    expect(mails(world)).toHaveLength(1);
    expect(messages(world)).toMatchObject([{ status: 'SENT', resends: 0 }]);
    expect(messages(world).flatMap(({ verdicts }) => reasonsOf(verdicts))).toEqual([...reasons, 'accepted by SES']);
    await pass(world, { hours: 71 });
    expect(mails(world)).toHaveLength(1);
  });

  it('says in the log that mail waits for SES, which an alarm counts', async () => {
    const waits: LogFields[] = [];
    const refusing = { send: () => Promise.reject(new ServiceUnavailable('SES does not send at the moment')) };
    const ports = (usual: Ports): Ports => ({
      ...usual,
      mail: refusing,
      log: { ...usual.log, warn: (message, fields) => void (message === 'mail waits' && waits.push({ ...fields })) },
    });
    const world = await worldWith(withCharges('insufficient_funds'), {}, { ports });
    renew(world);
    await pass(world, { hours: 24, minutes: 1 });

    expect(waits).toMatchObject([{ template: 'payment-recovery/friendly', reason: 'unavailable' }]);
  });

  it('keeps the one resend of a mail whose fate is unknown for when SES is back', async () => {
    const world = await withSes((calls) => {
      if (calls === 1) return new OutcomeUnknown('no answer');
      return calls < 5 ? new ServiceUnavailable('SES does not send at the moment') : undefined;
    });
    renew(world);
    await pass(world, { hours: 24, minutes: 20 });
    expect(messages(world)).toMatchObject([{ status: 'UNKNOWN', resends: 0 }]);

    await pass(world, { hours: 25 });

    expect(mails(world)).toHaveLength(1);
    expect(messages(world)).toMatchObject([{ status: 'SENT', resends: 1 }]);
  });

  it('gives a mail that SES refuses for good to a person, once, and holds nothing against the address', async () => {
    const error = new PermanentFailure('SES refused the mail for good', { facts: { ses: 'MessageRejected' } });
    const world = await withSes(() => error);
    renew(world);
    await pass(world, { hours: 30 });

    // SES refuses the mail about the task just the same, and that makes no task of its own.
    expect(messages(world)).toMatchObject([
      { class: 'internal', status: 'DROPPED', verdicts: [{ verdict: 'dropped', reason: 'refused' }] },
      { class: 'service', status: 'DROPPED', verdicts: [{ verdict: 'dropped', reason: 'refused' }] },
    ]);
    expect(items(world, 'task')).toMatchObject([
      { kind: 'missing_config', status: 'open', facts: { problem: 'SES refused the mail for good (MessageRejected)' } },
    ]);
    expect(items(world, 'address').filter(({ suppressed }) => suppressed)).toEqual([]);
  });
});

describe('an open task', () => {
  it('is told as overdue once, stays in the due index behind everything dated, and keeps no sweep busy', async () => {
    const sweeps = new Set<number>();
    const watch = ({ invocation }: Call): void => {
      if (invocation?.function === 'sweep') sweeps.add(invocation.id);
    };
    const world = await worldWith(withCharges('fraudulent'), {}, { watch });
    renew(world);
    await pass(world, { days: 3, hours: 1 });
    const [task] = [...world.table.items()].filter(({ entity }) => entity === 'task');
    expect(task).toMatchObject({ kind: 'review_risk', status: 'open', dueSk: `told#${task?.due}#acme#${task?.id}` });
    expect(taskMails(world)).toHaveLength(2);

    sweeps.clear();
    await pass(world, { days: 9 });

    expect(sweeps.size).toBeLessThan(5);
  });
});

describe('a case that needed attention', () => {
  it('shows it for as long as its step is in trouble, and no longer', async () => {
    let down = false;
    const ports = withBilling(({ openInvoices }) => ({
      openInvoices: (...ask) =>
        down ? Promise.reject(new PermanentFailure('the key was revoked')) : openInvoices(...ask),
    }));
    const world = await worldWith(withCharges('insufficient_funds'), {}, { ports });
    renew(world);
    await pass(world, { hours: 26 });
    down = true;
    world.stripe.updateCard('pm_1', { exp: '2029-01' });
    await pass(world, { hours: 27 });
    expect(caseOf(world)).toMatchObject({ status: 'attention', attention: 'retry-2: PermanentFailure' });

    down = false;
    await pass(world, { hours: 52 });

    expect(caseOf(world)).toMatchObject({ status: 'open', wait: { state: 'Wait for retry 2' } });
    expect(caseOf(world)?.attention).toBeUndefined();
    await pass(world, { hours: 73 });
    expect(charges(world)).toHaveLength(3);
  });
});

describe('a machine that cannot even ask for help', () => {
  const execution = (world: World) => world.executions()[0];
  const historyOf = (world: World) => execution(world)?.history.length ?? 0;

  it('does not run hot while its waits cannot be written, and goes on when they can', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { hours: 1 });
    const send = world.table.send.bind(world.table);
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    world.table.send = (command) =>
      JSON.stringify(command.input).includes('#wait.#turn') ? Promise.reject(denied) : send(command);
    world.stripe.updateCard('pm_1', { exp: '2029-01' });

    await pass(world, { days: 3 });
    expect(execution(world)?.frame.status).toBe('RUNNING');
    expect(historyOf(world)).toBeLessThan(1500);
    expect(alerts(world)).not.toEqual([]);

    world.table.send = send;
    await pass(world, { days: 16 });
    expect(caseOf(world)).toMatchObject({ stage: 'paused', status: 'open' });
  });

  it('lives on while nobody can be told, and tells when it can', async () => {
    let broken = true;
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    const ports = (usual: Ports): Ports => ({
      ...usual,
      bus: { publish: (event) => (broken ? Promise.reject(denied) : usual.bus.publish(event)) },
      billing: {
        ...usual.billing,
        openInvoices: (...ask) =>
          broken ? Promise.reject(new PermanentFailure('the key was revoked')) : usual.billing.openInvoices(...ask),
      },
    });
    const world = await worldWith(withCharges('insufficient_funds'), {}, { ports });
    renew(world);
    await pass(world, { days: 2 });
    expect(execution(world)?.frame.status).toBe('RUNNING');
    expect(historyOf(world)).toBeLessThan(2000);

    broken = false;
    await pass(world, { days: 5 });
    expect(charges(world).length).toBeGreaterThan(1);
    expect(caseOf(world)).toMatchObject({ status: 'open' });
  });
});

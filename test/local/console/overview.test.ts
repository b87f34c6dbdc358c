import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';
import type { AccountLine, Board, CaseLine, MessageLine, TaskLine } from '../../../local/console/board.ts';
import { caseStanding } from '../../../local/console/case-words.ts';
import { type Overview, overview } from '../../../local/console/overview.ts';

const at = (text: string): number => parseInstant(`2026-11-${text}:00Z`);
const now = parseInstant('2026-11-10T15:00:00Z');

const account = (id: string, status: string): [string, AccountLine] => [
  id,
  { account: id, name: `${id} Ltd`, status, customers: [`cus_${id}`] },
];

const recovery = (of: Partial<CaseLine>): CaseLine => ({
  account: 'acme',
  journey: 'payment-recovery',
  subject: 'sub_acme',
  run: 1,
  status: 'open',
  stage: 'retrying',
  openedAt: at('09T10:00'),
  execution: 'payment-recovery-1',
  ...of,
});

const message = (of: Partial<MessageLine>): MessageLine => ({
  account: 'acme',
  key: 'k',
  template: 'payment-recovery/friendly',
  text: '',
  class: 'service',
  status: 'SENT',
  at: at('10T09:00'),
  due: at('10T09:00'),
  ...of,
});

const task = (of: Partial<TaskLine>): TaskLine => ({
  account: 'acme',
  id: 't',
  kind: 'account_manager_recovery',
  status: 'open',
  at: at('09T10:00'),
  due: at('11T10:00'),
  assignee: 'sam@vendor.test',
  facts: {},
  ...of,
});

const empty: Board = { accounts: new Map(), cases: [], messages: [], tasks: [], gaps: [] };
const shown = async (board: Partial<Board>, more: Partial<Overview> = {}): Promise<string> =>
  String(await overview({ board: { ...empty, ...board }, now, happened: [], mayAct: false, ...more }));
const figure = (page: string, label: string): string | undefined =>
  new RegExp(`<strong>(\\d+)</strong> <span>${label}</span>`).exec(page)?.[1];

describe('the overview', () => {
  it('counts what runs, what needs a person, what was recovered and what was sent', async () => {
    const page = await shown({
      accounts: new Map([account('acme', 'past_due'), account('ivy', 'active')]),
      cases: [
        recovery({}),
        recovery({ status: 'attention' }),
        recovery({ status: 'closed', outcome: 'recovered' }),
        recovery({ stage: 'paused' }),
        recovery({ status: 'closed', stage: 'paused', outcome: 'expired_hold' }),
      ],
      tasks: [task({}), task({ status: 'done' })],
      messages: [message({}), message({ status: 'DROPPED' })],
    });

    const labels = ['journeys running', 'need a person', 'payments recovered', 'paused', 'customers', 'mails sent'];
    expect(labels.map((label) => figure(page, label))).toEqual(['3', '2', '1', '1', '2', '1']);
  });

  it('says of nothing what nothing means', async () => {
    const page = await shown({});
    for (const words of ['Nobody has to do anything', 'Nothing is due', 'Nobody is known yet', 'No mail has been sent'])
      expect(page).toContain(words);
  });

  it('puts the nearest first and leaves out what is over', async () => {
    const page = await shown({
      cases: [
        recovery({ wait: { state: 'Wait for retry 2', due: at('13T15:00') } }),
        recovery({ wait: { state: 'Wait for retry 1', due: at('11T15:00') } }),
        recovery({ status: 'closed', outcome: 'recovered', wait: { state: 'Wait for day 14', due: at('10T16:00') } }),
      ],
      messages: [message({ status: 'PENDING', due: at('12T08:00') })],
    });

    const order = ['Wait for retry 1', 'Mail payment-recovery/friendly', 'Wait for retry 2'].map((one) =>
      page.indexOf(one),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(page).not.toContain('Wait for day 14');
  });

  it('says how long a task is overdue, and why a case needs somebody', async () => {
    const page = await shown({
      tasks: [task({ due: at('10T12:00') })],
      cases: [recovery({ status: 'attention', attention: 'take-over: PermanentFailure' })],
    });

    expect(page).toContain('overdue since 3 hours');
    expect(page).toContain('take-over: PermanentFailure');
  });

  it('says first that everything is paused, by whom and why, and offers to go on only where one may', async () => {
    const brake = { at: at('10T14:00'), who: 'sam', why: 'wrong <prices>' };
    const page = await shown({}, { brake });

    expect(page).toMatch(/^<div class="notice bad" role="status">.*by sam: wrong &lt;prices&gt;/);
    expect(page).not.toContain('/acts/');
    expect(await shown({}, { brake, mayAct: true })).toContain('/acts/resume-all');
    expect(await shown({}, { mayAct: true })).toContain('/acts/pause-all');
  });

  it.each([
    [{ status: 'open', stage: 'retrying' }, 'busy', 'trying the payment again'],
    [{ status: 'open', stage: 'paused' }, 'wait', 'paused, everything kept'],
    [{ status: 'attention', stage: 'retrying' }, 'bad', 'needs a person (trying the payment again)'],
    [{ status: 'closed', stage: 'paused', outcome: 'recovered' }, 'good', 'recovered'],
    [{ status: 'closed', outcome: 'some_day' }, 'quiet', 'some day'],
    [{ status: 'open' }, 'quiet', 'just opened'],
  ])('words a case %j as %s: %s', (line, mood, words) => {
    expect(caseStanding(line)).toEqual({ mood, words });
  });
});

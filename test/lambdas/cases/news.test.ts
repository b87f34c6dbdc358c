import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Case, caseKey, parseCase } from '../../../lambdas/cases/case.ts';
import { closeChange } from '../../../lambdas/cases/close.ts';
import { type News, raiseNews, wake } from '../../../lambdas/cases/news.ts';
import { ServiceUnavailable } from '../../../lambdas/kernel/failures.ts';
import { Desk } from './desk.ts';

let desk: Desk;
let row: Case;
beforeEach(async () => {
  desk = new Desk();
  row = await desk.open();
});

const paid: News = { events: ['evt_2'], what: 'invoice.paid' };
const tokens = () => desk.answers.map(({ token }) => token);

describe('raiseNews', () => {
  it('raises once, answers the wait and says what woke it', async () => {
    await desk.park(row, 'token-1');

    const raised = await raiseNews(row, paid, desk.ports);

    expect(raised.kind).toBe('raised');
    expect(desk.answers).toEqual([{ token: 'token-1', output: { woken: 'invoice.paid' } }]);
    expect(await desk.stored(row)).toMatchObject({ news: 2, answered: 2 });
    expect((await desk.stored(row)).wait).toBeUndefined();
  });

  it('raises nothing for a known event, and answers again when nobody was told', async () => {
    await desk.park(row, 'token-1');
    desk.answering = () => Promise.reject(new Error('the function died'));
    await expect(raiseNews(row, paid, desk.ports)).rejects.toThrow('died');
    expect(await desk.stored(row)).toMatchObject({ news: 2, answered: 1, wait: { token: 'token-1' } });

    desk.answering = () => 'answered';
    const repeated = await raiseNews(row, paid, desk.ports);

    expect(repeated.kind).toBe('repeat');
    expect(tokens()).toEqual(['token-1', 'token-1']);
    expect(await desk.stored(row)).toMatchObject({ news: 2, answered: 2 });
  });

  it('counts an answer that was refused, without the token', async () => {
    await desk.park(row, 'token-1');
    desk.answering = () => Promise.reject(new ServiceUnavailable('no answer'));

    await expect(raiseNews(row, paid, desk.ports)).rejects.toThrow('no answer');

    const why = { account: 'acme', case: row.sk, run: 1, error: 'ServiceUnavailable', why: 'no answer' };
    expect(desk.lines).toEqual([{ message: 'token not answered', fields: why }]);
  });

  it('does not answer a repeat when the wait has heard of it', async () => {
    await desk.park(row, 'token-1');
    await raiseNews(row, paid, desk.ports);
    await desk.park(row, 'token-2', 1);

    expect((await raiseNews(row, paid, desk.ports)).kind).toBe('repeat');
    expect(tokens()).toEqual(['token-1']);
    expect(await desk.stored(row)).toMatchObject({ wait: { token: 'token-2' } });
  });

  it.each([
    ['the same event', ['evt_1']],
    ['another event of the same charge', ['evt_9', 'charge:ch_1']],
  ])('takes %s as a repeat', async (_name, events) => {
    expect((await raiseNews(row, { events, what: 'charge.failed' }, desk.ports)).kind).toBe('repeat');
    expect(await desk.stored(row)).toMatchObject({ news: 1 });
  });

  it('counts two facts that arrive at once as two', async () => {
    const two = ['evt_2', 'evt_3'].map((id) => raiseNews(row, { events: [id], what: id }, desk.ports));

    await Promise.all(two);

    expect(await desk.stored(row)).toMatchObject({ news: 3, applied: expect.arrayContaining(['evt_2', 'evt_3']) });
  });

  it('carries out its effects once, also when it is repeated', async () => {
    const at = '2026-11-10T15:00:00.000Z';
    const effect = {
      kind: 'card-foreign',
      budget: 'fp_1',
      key: 'ch_2',
      at,
      actor: 'stripe',
      outcome: 'declined',
    } as const;
    const news = { ...paid, effects: [effect] };

    await raiseNews(row, news, desk.ports);
    await raiseNews(row, news, desk.ports);

    expect(desk.items('card')).toMatchObject([{ slots: [{ key: 'ch_2', actor: 'stripe' }] }]);
    expect((await desk.stored(row)).pending).toEqual([]);
  });

  it.each<[string, (of: Case) => Promise<unknown>]>([
    ['a closed run', async (of) => desk.ports.rows.update(caseKey(of.account, of.sk), closeOf(of))],
    ['another run', async (of) => desk.ports.rows.update(caseKey(of.account, of.sk), { set: [['run', 2]] })],
  ])('changes nothing on %s', async (_name, change) => {
    await desk.park(row, 'token-1');
    await change(row);
    const stood = [...desk.table.items()];

    expect((await raiseNews(row, paid, desk.ports)).kind).toBe('closed');
    expect([...desk.table.items()]).toEqual(stood);
    expect(desk.answers).toEqual([]);
  });
});

const closeOf = (of: Case) =>
  closeChange(
    { ...of, version: of.version },
    { outcome: 'recovered', stage: 'retrying', settled: [], data: {}, effects: [] },
    desk.now,
  );

describe('wake', () => {
  const unanswered = async (token: string): Promise<Case> => {
    await desk.park(row, token);
    const written = await desk.ports.rows.update(caseKey(row.account, row.sk), { add: [['news', 1]] });
    return parseCase(written.item ?? row);
  };

  it('is silent when nothing waits, and when all is answered', async () => {
    await wake({ ...row, news: 2 }, desk.ports);
    await wake(await desk.park(row, 'token-1'), desk.ports);

    expect(desk.answers).toEqual([]);
  });

  it('removes its own token only: one that parked meanwhile stays and is answered by the next', async () => {
    const read = await unanswered('token-1');
    desk.answering = async () => {
      await desk.park(read, 'token-2', 1);
      return 'answered' as const;
    };

    await wake(read, desk.ports);

    expect(tokens()).toEqual(['token-1']);
    expect(await desk.stored(row)).toMatchObject({ wait: { token: 'token-2' }, answered: 1, news: 2 });
  });

  it('answers the newer token when its own is over', async () => {
    const read = await unanswered('token-1');
    await desk.park(read, 'token-2', 1);
    desk.answering = (token) => (token === 'token-1' ? 'closed' : 'answered');

    await wake(read, desk.ports);

    expect(tokens()).toEqual(['token-1', 'token-2']);
    expect((await desk.stored(row)).wait).toBeUndefined();
  });

  it('forgets a token that is over and still stands on the row', async () => {
    const read = await unanswered('token-1');
    desk.answering = () => 'closed';

    await wake(read, desk.ports);

    expect((await desk.stored(row)).wait).toBeUndefined();
  });

  it('leaves the news raised during the answer unanswered', async () => {
    const read = await unanswered('token-1');
    desk.answering = async () => {
      await desk.ports.rows.update(caseKey(read.account, read.sk), { add: [['news', 1]] });
      return 'answered' as const;
    };

    await wake(read, desk.ports);

    expect(await desk.stored(row)).toMatchObject({ news: 3, answered: 2 });
  });
});

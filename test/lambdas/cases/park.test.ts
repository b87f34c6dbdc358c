import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Case, caseKey } from '../../../lambdas/cases/case.ts';
import { raiseNews } from '../../../lambdas/cases/news.ts';
import { sendRaw } from '../../../local/dynamodb/send-raw.ts';
import { Desk } from './desk.ts';

interface Task {
  readonly Resource?: string;
  readonly Arguments?: {
    readonly UpdateExpression?: string;
    readonly ConditionExpression?: string;
    readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  };
}

const path = new URL('../../../statemachines/payment-recovery.asl.json', import.meta.url);
const states: Readonly<Record<string, Task>> = Object(JSON.parse(readFileSync(path, 'utf8'))).States;
const waits = Object.values(states).filter(({ Resource }) => Resource?.endsWith('updateItem.waitForTaskToken'));
const [{ Arguments: park } = {}] = waits;

let desk: Desk;
let row: Case;
beforeEach(async () => {
  desk = new Desk();
  row = await desk.open();
});

interface Parking {
  readonly token: string;
  readonly run?: number;
  readonly seen?: number;
  readonly turn?: number;
  readonly retry?: number;
}

/** The machine's own write, with values in place of its expressions. */
async function parked({ token, run = 1, seen = 1, turn = 0, retry = 0 }: Parking): Promise<'parked' | string> {
  const n = (value: number) => ({ N: String(value) });
  const s = (value: string) => ({ S: value });
  const wait = {
    token: s(token),
    state: s('Wait for retry 1'),
    due: s('2026-11-11T15:00:00.000Z'),
    entered: s('2026-11-10T15:00:00.000Z'),
    turn: n(turn),
    retry: n(retry),
  };
  const values = { ':run': n(run), ':seen': n(seen), ':turn': n(turn), ':retry': n(retry) };
  const input = {
    ...park,
    TableName: 'holdfast',
    Key: { pk: s('A#acme'), sk: s(row.sk) },
    ExpressionAttributeValues: { ...values, ':wait': { M: wait }, ':dueSk': s('2026-11-11T15:10:00.000Z#acme') },
  };
  try {
    await sendRaw(desk.table, 'updateItem', input);
    return 'parked';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

const refused = 'ConditionalCheckFailedException';

describe('the park of the machine', () => {
  it('is one write, the same in every wait', () => {
    expect(waits.length).toBeGreaterThanOrEqual(7);
    expect(new Set(waits.map(({ Arguments }) => Arguments?.ConditionExpression)).size).toBe(1);
    expect(new Set(waits.map(({ Arguments }) => Arguments?.UpdateExpression)).size).toBe(1);
  });

  it.each<[string, Omit<Parking, 'token'>, string]>([
    ['the run and the news it has seen', {}, 'parked'],
    ['another run', { run: 2 }, refused],
    ['news it has not seen', { seen: 0 }, refused],
    ['news nobody has raised', { seen: 2 }, refused],
  ])('is judged by %s', async (_name, over, expected) => {
    expect(await parked({ token: 'token-1', ...over })).toBe(expected);
  });

  it.each<[string, Omit<Parking, 'token'>, string]>([
    ['an older turn', { turn: 1, retry: 9 }, refused],
    ['the same turn, an older try', { turn: 2, retry: 0 }, refused],
    ['the same turn, the same try', { turn: 2, retry: 1 }, refused],
    ['the same turn, a newer try', { turn: 2, retry: 2 }, 'parked'],
    ['a newer turn', { turn: 3, retry: 0 }, 'parked'],
  ])('keeps the newest of two parks: %s', async (_name, over, expected) => {
    await parked({ token: 'stands', turn: 2, retry: 1 });

    expect(await parked({ token: 'comes', ...over })).toBe(expected);
    expect((await desk.stored(row)).wait?.token).toBe(expected === 'parked' ? 'comes' : 'stands');
  });

  it('compares turns as numbers', async () => {
    await parked({ token: 'stands', turn: 9 });

    expect(await parked({ token: 'comes', turn: 10 })).toBe('parked');
  });

  it('is refused after news, so that the step reads again, and then says what was answered', async () => {
    await raiseNews(row, { events: ['evt_2'], what: 'invoice.paid' }, desk.ports);

    expect(await parked({ token: 'token-1' })).toBe(refused);
    expect(await parked({ token: 'token-1', seen: 2 })).toBe('parked');
    expect(await desk.stored(row)).toMatchObject({ news: 2, answered: 2, wait: { token: 'token-1' } });
  });

  it('refuses a row that is gone', async () => {
    await desk.ports.rows.remove(caseKey(row.account, row.sk));

    expect(await parked({ token: 'token-1' })).toBe(refused);
  });

  it('loses no news in any order of parks and news: what waits has seen everything or is answered', async () => {
    const step = fc.constantFrom('news', 'read', 'park');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        desk = new Desk();
        row = await desk.open();
        let seen = 1;
        for (const [index, one] of steps.entries()) {
          if (one === 'news') await raiseNews(row, { events: [`evt_n${index}`], what: 'news' }, desk.ports);
          if (one === 'read') seen = (await desk.stored(row)).news;
          if (one === 'park') await parked({ token: `token-${index}`, seen, turn: index });
          const { wait, news, answered } = await desk.stored(row);
          if (wait) expect(answered).toBe(news);
        }
      }),
      { numRuns: 60 },
    );
  });
});

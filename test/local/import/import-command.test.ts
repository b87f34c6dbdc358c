import { describe, expect, it } from '@jest/globals';
import { type Cursor, freshCursor, storeCursor } from '../../../lambdas/import/cursor.ts';
import { Throttled } from '../../../lambdas/kernel/failures.ts';
import { after, type Instant, toIso } from '../../../lambdas/kernel/instant.ts';
import type { Ports } from '../../../lambdas/kernel/ports.ts';
import { argumentsOf } from '../../../local/import/arguments.ts';
import { patientPorts } from '../../../local/import/patient.ts';
import { progress } from '../../../local/import/progress.ts';
import { type Importing, runImport } from '../../../local/import/run.ts';
import type { World } from '../../../local/world/world.ts';
import { acme, renew, T, worldWith } from '../../journeys/world.ts';

async function imported(world: World, over: Partial<Importing> = {}): Promise<string[]> {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  await runImport({
    ports: patientPorts(world.ports, (until: Instant) => world.runUntil(until)),
    months: 6,
    fresh: false,
    openFailing: false,
    yes: false,
    say,
    saved: () => undefined,
    progress: () => progress(false, say),
    ...over,
  });
  return said;
}

const cases = async ({ ports }: World) =>
  (await ports.rows.query({ pk: 'A#acme', sk: { prefix: 'CASE#' } })).items.length;

describe('npm run import', () => {
  it('prints a line a page where there is no terminal, and how many are failing, and opens nothing', async () => {
    const world = await worldWith(acme);
    renew(world);

    expect(await imported(world)).toEqual([
      '1 customers',
      '1 customers, 1 subscriptions with their cards',
      '1 customers, 1 subscriptions with their cards, 1 accounts added up',
      '1 customers, 1 subscriptions with their cards, 1 accounts added up, 1 invoices',
      '1 customers, 1 subscriptions with their cards, 1 accounts added up, 1 invoices, 1 charges',
      'imported since 2026-05-10: 1 customers, 1 subscriptions, 1 invoices, 1 charges',
      '1 renewal is failing now without a case; npm run import -- --open-failing lists them and opens one for each',
    ]);
    expect(await cases(world)).toBe(0);
  });

  it('lists them with --open-failing, and opens them with --yes only', async () => {
    const world = await worldWith(acme);
    renew(world);
    const listed = await imported(world, { openFailing: true });

    expect(listed.slice(-3)).toEqual([
      expect.stringMatching(/^account +name +subscription +invoice +open +since$/),
      expect.stringMatching(/^acme +Acme Ltd +sub_acme +in_1 +\$49.00 +2026-11-10$/),
      '1 renewal is failing now without a case; nothing was opened: --yes opens a case for each, in the mode of the configuration',
    ]);
    expect(await cases(world)).toBe(0);
    expect((await imported(world, { openFailing: true, yes: true })).at(-1)).toBe('opened 1 cases');
    expect(await cases(world)).toBe(1);
    expect((await imported(world)).at(-1)).toBe('no renewal is failing now without a case');
  });

  it.each([
    [
      'goes on with an interrupted one',
      false,
      /^going on with the import of 2026-11-09T15:00Z at its invoices/,
      '0 customers, 0',
    ],
    ['begins again when it is told to', true, /^1 customers$/, '1 customers, 1'],
  ])('%s', async (_name, fresh, first, counts) => {
    const world = await worldWith(acme);
    const yesterday = toIso(after(T, { days: -1 }));
    const stored: Cursor = { ...freshCursor(yesterday, yesterday), phase: 'invoices' };
    await storeCursor(stored, world.ports);
    const said = await imported(world, { fresh });

    expect(said[0]).toMatch(first);
    expect(said.find((line) => line.startsWith('imported since'))).toContain(`: ${counts} subscriptions`);
  });

  it.each([
    [[], 'into which table?'],
    [['--stage', 'dev', '--local'], '--local and --stage exclude each other'],
    [['--local', '--months', '0'], '--months is "0", expected a number from 1 to 24'],
    [['--local', '--months', '25'], '--months is "25", expected'],
    [['--local', '--yes'], '--yes belongs to --open-failing'],
    [['--locl'], "unknown option '--locl'"],
  ])('refuses %j in one sentence', (args, words) => {
    expect(() => argumentsOf(args)).toThrow(words);
  });

  it.each([
    [['--local', '--months', '1'], 1],
    [['--local', '--months', '24'], 24],
    [['--local'], 6],
  ])('takes %j for %i months', (args, months) => {
    expect(argumentsOf(args)).toMatchObject({ months, place: { kind: 'local' } });
  });
});

describe('patience', () => {
  const ports = (failures: readonly Error[]): { ports: Ports; waits: string[] } => {
    const left = [...failures];
    const waits: string[] = [];
    const customers = async () => {
      const error = left.shift();
      if (error) throw error;
      return { items: [] };
    };
    const given = { clock: { now: () => T }, billing: {}, lists: { customers } } as unknown as Ports;
    return { ports: patientPorts(given, async (until) => void waits.push(toIso(until).slice(14, 23))), waits };
  };
  const throttled = (facts: object) => new Throttled('later', { facts: { ...facts } });

  it('asks again when the budget says so, or after a second', async () => {
    const told = throttled({ retryAt: toIso(after(T, { milliseconds: 500 })) });
    const { ports: given, waits } = ports([told, throttled({ status: 429 })]);

    expect(await given.lists.customers({ lane: 'import' })).toEqual({ items: [] });
    expect(waits).toEqual(['00:00.500', '00:01.000']);
  });

  it('passes on every other failure at once', async () => {
    const { ports: given, waits } = ports([new Error('gone')]);
    await expect(given.lists.customers({ lane: 'import' })).rejects.toThrow('gone');
    expect(waits).toEqual([]);
  });
});

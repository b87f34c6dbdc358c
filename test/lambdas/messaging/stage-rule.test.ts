import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mayReach, stageSubject } from '../../../lambdas/messaging/stage-rule.ts';
import { renew, T, withCharges, worldWith } from '../../journeys/world.ts';

const staging = { name: 'staging', livemode: false };
const prod = { name: 'prod', livemode: true };
const local = { name: 'local', livemode: false };
const list = ['QA@northwind.test', '@team.northwind.test'];

describe('whom a stage may write to', () => {
  it.each([
    ['an address on the list', staging, 'qa@northwind.test', true],
    ['it in other capitals', staging, ' Qa@Northwind.Test', true],
    ['another one of its domain', staging, 'ada@northwind.test', false],
    ['one that ends like it', staging, 'not-qa@northwind.test', false],
    ['anybody of a domain on the list', staging, 'sam@team.northwind.test', true],
    ['a domain below it', staging, 'sam@sub.team.northwind.test', false],
    ['a domain that ends like it', staging, 'sam@otherteam.northwind.test', false],
    ['a stranger', staging, 'ada@acme.test', false],
    ['a stranger, from a stage named prod without live keys', { ...prod, livemode: false }, 'ada@acme.test', false],
    ['a stranger, from a live stage', prod, 'ada@acme.test', true],
    ['a stranger, from the laptop', local, 'ada@acme.test', true],
  ])('%s', (_whom, stage, address, expected) => {
    expect(mayReach(address, stage, list)).toBe(expected);
  });

  it.each([
    [staging, '[staging] It is paid'],
    [prod, 'It is paid'],
    [local, 'It is paid'],
  ])('is told where the mail comes from: $name', (stage, subject) => {
    expect(stageSubject('It is paid', stage)).toBe(subject);
  });
});

describe('a stage that is not live', () => {
  const played = async (email: string, overrides: object) => {
    const ports = { ports: (all: object) => ({ ...all, stage: staging }) as never };
    const customer = { ...withCharges('lost_card'), contacts: [{ email, name: 'Ada', role: 'owner' as const }] };
    const world = await worldWith(customer, overrides, ports);
    renew(world);
    await world.runUntil(T);
    return world;
  };

  it('sends nothing to an address that is not on the list, and to each that is', async () => {
    const part = fc.stringMatching(/^[a-z]{1,5}$/);
    const address = fc.tuple(part, fc.constantFrom('a.test', 'b.test')).map(([who, where]) => `${who}@${where}`);
    await fc.assert(
      fc.asyncProperty(
        address,
        fc.array(fc.oneof(address, fc.constant('@a.test')), { minLength: 1 }),
        async (to, of) => {
          const world = await played(to, { allowList: of });
          const allowed = of.includes(to) || (of.includes('@a.test') && to.endsWith('@a.test'));

          expect(world.mailbox.mails.map((mail) => mail.to)).toEqual(allowed ? [[to]] : []);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('keeps what it withheld, with its reason', async () => {
    const world = await played('ada@acme.test', {});
    const [message] = [...world.table.items()].filter(({ entity }) => entity === 'message');

    expect(message).toMatchObject({
      status: 'DROPPED',
      verdicts: [{ verdict: 'dropped', reason: 'stage.allow_list' }],
      listPk: expect.stringMatching(/^mail#/),
    });
  });

  it('says its name in what it sends to our own people, who are allowed unless a list says otherwise', async () => {
    const [founder, founderAlone] = await Promise.all([
      played('ada@acme.test', { mode: { default: 'mail-to-me' } }),
      played('ada@acme.test', { mode: { default: 'mail-to-me' }, allowList: ['qa@northwind.test'] }),
    ]);

    expect(founder.mailbox.mails.map(({ subject }) => subject)).toEqual([
      '[staging] [for Acme Ltd] Please update the card for your Team plan',
    ]);
    expect(founderAlone.mailbox.mails).toEqual([]);
  });
});

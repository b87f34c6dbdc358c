import { describe, expect, it } from '@jest/globals';
import { help } from '../../../local/ops/help.ts';
import { parse } from '../../../local/ops/parse.ts';

const here = { user: 'ines' };
const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');
const local = { kind: 'local', url: 'http://localhost:4242' };

describe('the ops command line', () => {
  it.each([
    ['reconcile', { command: 'reconcile', who: 'ines', why: 'no reason given' }],
    ['reconcile --account acme', { command: 'reconcile', account: 'acme', who: 'ines', why: 'no reason given' }],
    ['reconciled', { command: 'reconciled' }],
    ['stop acme sub_1 --why moved', { command: 'stop', account: 'acme', subject: 'sub_1', who: 'ines', why: 'moved' }],
    [
      'nudge acme sub_1 --why paid --who sam',
      { command: 'nudge', account: 'acme', subject: 'sub_1', who: 'sam', why: 'paid' },
    ],
    [
      'restart acme sub_1 --why again',
      { command: 'restart', account: 'acme', subject: 'sub_1', who: 'ines', why: 'again', policy: 'own' },
    ],
    [
      'restart acme sub_1 --policy current --why again',
      { command: 'restart', account: 'acme', subject: 'sub_1', who: 'ines', why: 'again', policy: 'current' },
    ],
    ['attention', { command: 'attention' }],
    ['link cus_1 acme', { command: 'link', customer: 'cus_1', account: 'acme', who: 'ines', why: 'no reason given' }],
    ['pause-all', { command: 'pause-all', who: 'ines', why: 'no reason given' }],
    [
      'enrol payment-recovery --since 2026-11-01 --yes',
      {
        command: 'enrol',
        journey: 'payment-recovery',
        since: '2026-11-01T00:00:00Z',
        yes: true,
        who: 'ines',
        why: 'no reason given',
      },
    ],
    [
      'replay-webhook 2026-11-10T09:00:00Z',
      { command: 'replay-webhook', what: '2026-11-10T09:00:00Z', who: 'ines', why: 'no reason given' },
    ],
    ['resume-all --why fixed', { command: 'resume-all', who: 'ines', why: 'fixed' }],
  ])('reads "%s"', (line, command) => {
    expect(parse(words(line), here)).toEqual({ kind: 'run', command, target: local });
  });

  it.each([
    ['attention --local', local],
    ['attention --aws --stage dev', { kind: 'aws', stage: 'dev' }],
  ])('reads the target of "%s"', (line, target) => {
    expect(parse(words(line), here)).toMatchObject({ target });
  });

  it('takes the address of the server from its surroundings', () => {
    expect(parse(['attention'], { ...here, url: 'http://localhost:4399' })).toMatchObject({
      target: { kind: 'local', url: 'http://localhost:4399' },
    });
  });

  it.each(['', 'help', '--help', 'stop --help', '-h'])('shows the help for "%s"', (line) => {
    expect(parse(words(line), here)).toEqual({ kind: 'help' });
  });

  it('has a help that names every command', () => {
    for (const name of [
      'stop',
      'nudge',
      'restart',
      'attention',
      'link',
      'reconcile',
      'reconciled',
      'enrol',
      'replay-webhook',
      'pause-all',
      'resume-all',
    ])
      expect(help).toContain(`npm run ops -- ${name}`);
  });

  it.each([
    [
      'fly',
      '"fly" is no ops command, there are stop, nudge, restart, attention, link, reconcile, reconciled, enrol, replay-webhook, pause-all, resume-all',
    ],
    ['toString', '"toString" is no ops command'],
    ['stop acme sub_1', 'ops stop asks for a reason: --why "..."'],
    ['stop acme sub_1 --why=', 'ops stop asks for a reason'],
    ['nudge acme --why x', 'it is written: ops nudge <account> <subscription> --why "..."'],
    ['stop acme sub_1 extra --why x', 'it is written: ops stop <account> <subscription> --why "..."'],
    ['link cus_1', 'it is written: ops link <Stripe customer> <account>'],
    ['link acme cus_1', '"acme" is no Stripe customer, expected a Stripe customer\'s id such as cus_123'],
    ['restart acme sub_1 --why x --policy newest', '"newest" is no policy, expected own or current'],
    ['stop acme sub_1 --why x --policy own', '--policy belongs to ops restart only'],
    ['enrol payment-recovery', 'ops enrol asks since when: --since 2026-11-01'],
    ['enrol payment-recovery --since monday', '--since is "monday", expected a day such as 2026-11-01'],
    ['enrol onboarding --since 2026-11-01', '"onboarding" is no journey, expected payment-recovery'],
    ['pause-all --yes', '--since and --yes belong to ops enrol only'],
    ['attention --aws', '--aws asks for the stage: --stage <name>'],
    ['attention --stage dev', '--stage belongs to --aws, give both'],
    ['attention --local --aws --stage dev', '--local and --aws exclude each other, give one of them'],
    ['attention --quick', "unknown option '--quick': see ops --help"],
    ['attention now', 'it is written: ops attention'],
  ])('refuses "%s" in one sentence', (line, sentence) => {
    expect(() => parse(words(line), here)).toThrow(sentence);
    expect(() => parse(words(line), here)).not.toThrow(/\n/);
  });

  it('refuses an address that is none', () => {
    expect(() => parse(['attention'], { ...here, url: 'here' })).toThrow('HOLDFAST_URL is "here"');
  });
});

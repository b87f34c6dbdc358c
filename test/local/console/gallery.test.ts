import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { mergeConfig, resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import { machinePage, machinesPage, methodOf } from '../../../local/console/gallery.ts';
import { machineFiles, paragraphsOf } from '../../../local/console/gallery-files.ts';
import { otherMails, policyOf } from '../../../local/console/gallery-mails.ts';
import { doesWords, errorWords, retryWords } from '../../../local/console/gallery-words.ts';
import { allStates, readDefinition } from '../../../local/console/graph/definition.ts';
import example from '../../../retention.config.ts';
import { mailNames } from '../../../templates/catalog.ts';
import { everyType } from './graph/machines.ts';

const policy = resolveConfig(mergeConfig(example, {}));
const folder = new URL('../../../statemachines/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.asl.json'));
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

describe('the gallery of state machines', () => {
  it('shows every file of the folder with its comment, and leads to its page', () => {
    const html = String(machinesPage().content);

    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const { Comment } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { Comment: string };
      expect(html).toContain(`href="/machines/${file.replace('.asl.json', '')}"`);
      expect(html).toContain(escaped(Comment));
    }
  });

  it.each(machineFiles())('tells every state of $name in a card that its box leads to', ({ name, list }) => {
    const html = String(machinePage(name, policy)?.content);
    const targets = new Set([...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id));

    for (const state of allStates(list)) {
      expect(html).toContain(`<h3>${escaped(state.name)}</h3>`);
      expect(html).toContain(escaped(state.fields.Comment ?? ''));
    }
    for (const id of targets) expect(html).toContain(`id="${id}"`);
    expect(targets.size).toBeGreaterThanOrEqual(allStates(list).length);
  });

  it('knows of no machine without a file', () => {
    expect(machinePage('no-such-machine', policy)).toBeUndefined();
  });

  it('tells a machine of any types, with states inside others', () => {
    const html = String(methodOf({ name: 'any', list: readDefinition(everyType), about: [] }, policy));

    expect(html).toContain('Does 2 things at once');
    expect(html).toContain('<h3>Left end</h3>');
    expect(html).not.toContain('The mails it sends');
  });

  it('prints what the README says of a machine, without its marks', () => {
    const readme =
      '# All\n\nIntro.\n\n## one\n\nAsks for a **person**, see [runbook](../x.md).\n\nThen `ends`.\n\n## two\n\nOther.';

    expect(paragraphsOf('one', readme)).toEqual(['Asks for a person, see runbook.', 'Then ends.']);
    expect(paragraphsOf('none', readme)).toEqual([]);
  });
});

describe('the mails of a machine', () => {
  const states = machineFiles().flatMap(({ name, list }) => allStates(list).map((state) => ({ name, state })));
  const mailsOf = (state: string) => {
    const found = states.find((one) => one.state.name === state);
    return found && policyOf(found.name, found.state, policy)?.mails.map((mail) => mail.split('/')[1]);
  };

  it.each([
    ['Take over collection', ['card-needed', 'authenticate']],
    ['Retry 1 of 4 · Friendly heads-up', ['friendly', 'card-needed', 'authenticate']],
    ['Retry 3 of 4', ['card-needed', 'authenticate']],
    ['End of hold', []],
    ['Pause account', ['paused']],
    ['Wait for retry 1', undefined],
  ])('%s may send %o', (state, mails) => {
    expect(mailsOf(state)?.toSorted()).toEqual(mails?.toSorted());
  });

  it('shows each of the journey once, with a text that has no gaps', () => {
    const html = String(machinePage('payment-recovery', policy)?.content);

    for (const name of mailNames.filter((one) => one.startsWith('payment-recovery/')))
      expect(html.split(`id="mail-${name.replaceAll('/', '-')}"`)).toHaveLength(2);
    expect(html).toContain('https://signed-link.example/');
    expect(html).not.toMatch(/\{\{|undefined|null/);
    expect(otherMails('payment-recovery', [])).toContain('payment-recovery/recovered');
  });
});

describe('a state in words', () => {
  const only = (state: object) => {
    const [found] = allStates(readDefinition({ StartAt: 'a', States: { a: state } }));
    if (!found) throw new RangeError('the definition has one state');
    return found;
  };

  const placeholder = ['$', '{RecoveryStepFunction}'].join('');

  it.each([
    [{ Type: 'Wait', Seconds: 3600 }, 'Waits 1 hour'],
    [{ Type: 'Wait', Seconds: '{% 60 * $n %}' }, 'Waits as many seconds as 60 * $n'],
    [{ Type: 'Wait', Timestamp: '{% $due %}' }, 'Waits until $due'],
    [{ Type: 'Fail', Error: 'Lost' }, 'The run fails here: Lost'],
    [
      {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: placeholder, Payload: { step: 'hold' } },
      },
      'Calls the function "recovery step", step "hold"',
    ],
    [
      {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: 'x', Payload: { step: '{% $step %}' } },
      },
      'Calls the function "x"',
    ],
    [{ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage' }, 'Calls sqs:sendMessage'],
    [
      { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', TimeoutSeconds: 60 },
      'Waits for 1 minute at most; an answer to its token ends it at once',
    ],
  ])('%o', (state, words) => {
    expect(doesWords(only(state))).toBe(words);
  });

  it.each([
    [{ MaxAttempts: 0 }, 'not tried again'],
    [{}, 'at most 3 more tries, the first after 1 second, then twice as long each time'],
    [{ MaxAttempts: 1, IntervalSeconds: 5, BackoffRate: 1 }, 'at most 1 more try, the first after 5 seconds'],
    [
      { MaxAttempts: 400, IntervalSeconds: 5, BackoffRate: 1.5, MaxDelaySeconds: 900, JitterStrategy: 'FULL' },
      'at most 400 more tries, the first after 5 seconds, then 1.5 times as long each time, never longer than 15 minutes, each at a random moment of its time',
    ],
  ])('tries again %o', (rule, words) => {
    expect(retryWords({ ErrorEquals: ['X'], ...rule })).toBe(words);
  });

  it('names errors people meet in words, and the rest as they are', () => {
    expect(errorWords(['States.Timeout', 'Throttled'], true)).toBe('its time is over, Throttled');
    expect(errorWords(['States.ALL'], true)).toBe('any error');
    expect(errorWords(['States.ALL'], false)).toBe('any other error');
  });
});

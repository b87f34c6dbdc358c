import { describe, expect, it } from '@jest/globals';
import { type Destruction, destroyStage } from '../../../infra/cli/destroy-stage.ts';
import { stageOf } from '../../../infra/stages.ts';
import { type Answers, account, dev, holding, outputs, place, prod } from './fake-account.ts';

const prodStack: Answers = {
  DescribeStacksCommand: () => ({
    Stacks: [
      {
        StackStatus: 'UPDATE_COMPLETE',
        Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
      },
    ],
  }),
};

function destruction(over: Partial<Destruction> = {}, answers: Answers = {}) {
  const said: string[] = [];
  const ran: (readonly string[])[] = [];
  let forgotten = false;
  const whole: Destruction = {
    stage: dev,
    region: place.region,
    clients: account(answers),
    say: (line) => said.push(line),
    typed: async () => '',
    assemble: () => 'cdk.out/x',
    cdk: async (args) => {
      ran.push(args);
      return 0;
    },
    forget: () => {
      forgotten = true;
    },
    holdAnyway: false,
    ...over,
  };
  return { run: () => destroyStage(whole), said, ran, forgotten: () => forgotten };
}

describe('a destroy while recovery holds invoices', () => {
  it('is refused with the command that gives them back', async () => {
    const { run, ran } = destruction({}, holding);

    await expect(run()).rejects.toThrow(/nobody would collect them: npm run stripe:handback -- --stage dev/);
    expect(ran).toEqual([]);
  });

  it('goes on where somebody knows what stays held', async () => {
    const { run, ran } = destruction({ holdAnyway: true }, holding);
    await run();
    expect(ran).toHaveLength(1);
  });
});

describe('a destroy', () => {
  it('takes dev away without a question, with its data, and says how many executions that ends', async () => {
    const { run, said, ran, forgotten } = destruction();

    await run();

    expect(said.join('\n')).toContain('survives: nothing');
    expect(said.join('\n')).toContain('2 executions are open: each ends at its next step');
    expect(ran).toEqual([
      ['destroy', 'holdfast-dev', 'holdfast-dev-data', '--exclusively', '--force', '--app', 'cdk.out/x'],
    ]);
    expect(forgotten()).toBe(true);
  });

  it.each(['', 'Prod', 'production', 'yes', 'dev'])('leaves prod alone when "%s" is typed', async (typed) => {
    const { run, ran, said } = destruction({ stage: prod, typed: async () => typed }, prodStack);
    await expect(run()).rejects.toThrow("nothing was destroyed: type the stage's name, or pass --yes-destroy prod");
    expect(ran).toEqual([]);
    expect(said.join('\n')).toContain('survives: the table holdfast-prod (it refuses to be deleted), the secrets');
  });

  it('takes away of prod what may be replaced and nothing else, once its name is typed', async () => {
    const { run, ran } = destruction({ stage: prod, typed: async () => 'prod\n' }, prodStack);
    await run();
    expect(ran).toEqual([['destroy', 'holdfast-prod', '--exclusively', '--force', '--app', 'cdk.out/x']]);
  });

  it('keeps the data of staging without asking for a name', async () => {
    const { run, ran } = destruction({ stage: stageOf('staging', place) }, prodStack);
    await run();
    expect(ran[0]).not.toContain('holdfast-staging-data');
  });

  it('counts more than ten thousand executions no further', async () => {
    const page = { executions: Array.from({ length: 1000 }, () => ({})), nextToken: 'more' };
    const { run, said } = destruction({}, { ListExecutionsCommand: () => page });
    await run();
    expect(said.join('\n')).toContain('more than 10000 executions are open');
  });

  it('keeps the file with the names when something would not go', async () => {
    const { run, forgotten } = destruction({ cdk: async () => 1 });
    await expect(run()).rejects.toThrow('cdk destroy ended with code 1');
    expect(forgotten()).toBe(false);
  });
});

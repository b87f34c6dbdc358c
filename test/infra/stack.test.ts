import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import { placeholdersIn } from '../../infra/constructs/journey.ts';
import { queueRows } from '../../infra/constructs/queues.ts';
import { journeys } from '../../infra/names.ts';
import { stageNames, stages } from '../../infra/stages.ts';
import { laneShares, liveLimits, sandboxLimits } from '../../lambdas/billing/stripe-budget-rules.ts';
import { functions } from '../../lambdas/registry.ts';
import { loadMachine } from '../../local/asl/index.ts';
import { supports } from '../../local/world/services.ts';
import { changes } from './changes.ts';
import { checkNames, checks, complaints, Watchman } from './checks.ts';
import { everyRemoval } from './removals.ts';
import { at, list, type Made, makeTemplates, ofType, type Templates, text } from './template.ts';

let made: Made;
let prod: Templates;
beforeAll(() => {
  made = makeTemplates(['dev', 'prod']);
  prod = made.of('prod');
});

describe('the stack of prod', () => {
  it('passes cdk-nag, each exception with its reason', () => {
    expect(made.report.findings).toEqual([]);
    expect(made.report.accepted.length).toBeGreaterThan(0);
    expect(made.report.accepted.filter(({ reason }) => reason.split(' ').length < 6)).toEqual([]);
  });

  it.each(checkNames)('is as it should be: %s', (name) => {
    expect(checks[name](prod)).toEqual([]);
  });

  it('notices whatever is taken out of it, one at a time', () => {
    const watchman = new Watchman();
    const all = everyRemoval(prod);
    const unnoticed = all.filter(({ remove }) => {
      const putBack = remove(prod);
      const noticed = watchman.notices(prod);
      putBack();
      return noticed === undefined;
    });

    expect(unnoticed.map(({ what }) => what)).toEqual([]);
    expect(all.length).toBeGreaterThan(1000);
    expect(complaints(prod)).toEqual([]);
  });

  it.each(changes.map((row) => [row.what, row.noticedBy, row] as const))(
    'notices %s: %s says so',
    (_what, noticedBy, { change, says }) => {
      const changed = structuredClone(prod);
      change(changed);

      expect(checks[noticedBy](changed).join('\n')).toContain(says);
    },
  );
});

describe('the stages', () => {
  it.each([
    ['dev', 'false', 'Delete', false, 30],
    ['prod', 'true', 'Retain', true, 90],
  ] as const)('differ in what they keep and in Stripe’s mode: %s', (stage, livemode, policy, isProtected, days) => {
    const { data, retention } = made.of(stage);
    const [[id, table] = ['', {}]] = ofType(data, 'DynamoDB::GlobalTable');

    expect(data.Resources[id]?.DeletionPolicy).toBe(policy);
    expect(at(list(table.Replicas)[0], 'DeletionProtectionEnabled')).toBe(isProtected);
    const modes = ofType(retention, 'Lambda::Function').map(([, one]) => at(one, 'Environment.Variables.LIVEMODE'));
    expect(new Set(modes)).toEqual(new Set([livemode]));
    const kept = ofType(retention, 'Logs::LogGroup').map(([, { RetentionInDays }]) => RetentionInDays);
    expect(new Set(kept)).toEqual(new Set([days]));
  });

  it('share no physical name, so that all of them fit into one account', () => {
    const namesIn = ({ data, retention }: Templates) =>
      [data, retention].flatMap((template) =>
        Object.values(template.Resources).flatMap(({ Type, Properties = {} }) =>
          Object.entries(Properties)
            .filter(
              ([key, value]) =>
                /Name$/.test(key) &&
                typeof value === 'string' &&
                !/^AWS::(Scheduler::Schedule|StepFunctions::StateMachineAlias|ApiGatewayV2::Stage|CloudWatch::Alarm)$/.test(
                  Type,
                ),
            )
            .filter(([key]) => !['MetricName', 'DisplayName'].includes(key))
            .map(([key, value]) => `${Type} ${key} ${text(value)}`),
        ),
      );
    const ofDev = namesIn(made.of('dev'));

    expect(ofDev.length).toBeGreaterThan(50);
    expect(namesIn(prod).filter((name) => ofDev.includes(name))).toEqual([]);
  });

  it.each(stageNames)('let no more functions read Stripe than its budget carries: %s', (name) => {
    const { total } = stages[name].livemode ? liveLimits : sandboxLimits;
    // A worker makes four requests a second; a projection may use its lane's share.
    const carried = Math.floor((total * laneShares.projection) / 100 / 4);

    expect(stages[name].billingConcurrency).toBeLessThanOrEqual(Math.max(2, carried));
    expect(queueRows['billing-events'].concurrency({ ...stages[name] })).toBe(stages[name].billingConcurrency);
  });
});

describe.each(journeys)('the machine of %s', (journey) => {
  const file = new URL(`../../statemachines/${journey}.asl.json`, import.meta.url);
  const definitionIn = (template: Templates): string => {
    const found = ofType(template.retention, 'StepFunctions::StateMachine').find(([, one]) =>
      text(one.StateMachineName).endsWith(journey),
    );
    return text(found?.[1].DefinitionString);
  };

  it('is the file, word for word', () => {
    expect(JSON.parse(definitionIn(prod))).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('passes asl-validator and our own loader', () => {
    const definition = JSON.parse(definitionIn(prod).replaceAll(/\$\{(\w+)\}/g, 'name-of-$1'));

    expect(validate(definition).errors).toEqual([]);
    expect(() =>
      loadMachine({ name: journey, arn: `arn:aws:states:local:0:stateMachine:${journey}`, definition, supports }),
    ).not.toThrow();
  });

  it('names no placeholder without a meaning', () => {
    expect(placeholdersIn(readFileSync(file, 'utf8'))).not.toEqual([]);
    const misspelt = `$\{Tabel}`;
    expect(() => placeholdersIn(JSON.stringify({ TableName: misspelt }))).toThrow(
      `placeholder ${misspelt} has no meaning`,
    );
  });
});

it('has a machine for every file, and a function for every row of the registry', () => {
  const machines = ofType(prod.retention, 'StepFunctions::StateMachine');
  expect(machines).toHaveLength(journeys.length);
  expect(ofType(prod.retention, 'Lambda::Function')).toHaveLength(Object.keys(functions).length);
});

const cfnLint = spawnSync('cfn-lint', ['--version']).status === 0;
if (!cfnLint) process.stderr.write('skipped: cfn-lint on the templates, it is not on PATH (pip install cfn-lint)\n');
const withLint = cfnLint ? it : it.skip;

/** W3005: the CDK says again what a reference says. E3601: its schema has no expression where Step Functions takes one. */
const known = /^W3005$|^E3601 '\{% .* %\}' is not of type 'number' at 'States\/.*\/TimeoutSeconds'$/;

withLint('is clean for cfn-lint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-lint-'));
  const files = Object.entries(prod).map(([name, template]) => {
    const path = join(folder, `${name}.template.json`);
    writeFileSync(path, JSON.stringify(template));
    return path;
  });
  const { stdout } = spawnSync('cfn-lint', ['--format', 'json', ...files], { encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  const found = (JSON.parse(stdout) as { Rule: { Id: string }; Message: string }[]).map(({ Rule, Message }) =>
    Rule.Id === 'W3005' ? Rule.Id : `${Rule.Id} ${Message}`,
  );

  expect(found.filter((one) => !known.test(one))).toEqual([]);
});

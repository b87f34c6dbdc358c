import { failureNames } from '../../lambdas/kernel/failures.ts';
import type { Check } from './checks.ts';
import { deviations, differences, unless } from './differences.ts';
import { awsErrors } from './expected.ts';
import { at, list, namer, ofType, text } from './template.ts';

const name = 'holdfast-prod-payment-recovery';

const machine: Check = (templates) => {
  const named = namer(templates);
  const found = ofType(templates.retention, 'StepFunctions::StateMachine').map(([, one]) => one);
  return [
    ...differences(
      [name],
      found.map(({ StateMachineName }) => text(StateMachineName)),
    ),
    ...found.flatMap((one) => [
      ...deviations(
        name,
        {
          StateMachineType: 'STANDARD',
          'LoggingConfiguration.Level': 'ALL',
          'LoggingConfiguration.IncludeExecutionData': false,
          'TracingConfiguration.Enabled': true,
        },
        (path) => at(one, path),
      ),
      ...unless(named(one.RoleArn) === name, `${name}: has another role`),
      ...unless(
        named(at(list(at(one, 'LoggingConfiguration.Destinations'))[0], 'CloudWatchLogsLogGroup.LogGroupArn')) ===
          `/aws/vendedlogs/states/${name}`,
        `${name}: does not log to its own group`,
      ),
    ]),
  ];
};

const meanings: Readonly<Record<string, string>> = {
  RecoveryStepFunction: 'holdfast-prod-recovery-step',
  CaseAttentionFunction: 'holdfast-prod-case-attention',
  TableName: 'holdfast-prod',
};

/** Every placeholder has a meaning, and every meaning is used. */
const placeholders: Check = (templates) => {
  const named = namer(templates);
  return ofType(templates.retention, 'StepFunctions::StateMachine').flatMap(([, one]) => {
    const used = [...new Set([...text(one.DefinitionString).matchAll(/\$\{(\w+)\}/g)].map(([, word = '']) => word))];
    const given = Object.entries(Object(one.DefinitionSubstitutions));
    return [
      ...differences(
        used,
        given.map(([word]) => word),
      ).map((problem) => `placeholder ${problem}`),
      ...differences(
        Object.entries(meanings).map(([word, meaning]) => `${word} = ${meaning}`),
        given.map(([word, value]) => `${word} = ${named(value)}`),
      ),
    ];
  });
};

/** An error nobody throws is a rule that never applies, usually a misspelt one. */
const errorNames: Check = ({ retention }) => {
  const known = [...failureNames, ...awsErrors];
  return ofType(retention, 'StepFunctions::StateMachine').flatMap(([, one]) =>
    [...text(one.DefinitionString).matchAll(/"ErrorEquals":\[([^\]]*)\]/g)]
      .flatMap(([, names = '']) => JSON.parse(`[${names}]`) as string[])
      .filter((error) => !known.includes(error))
      .map((error) => `ErrorEquals names ${error}, which nothing throws`),
  );
};

/** Executions start through the alias, and a version that is replaced stays for those that run on it. */
const versions: Check = ({ retention }) => {
  const found = ofType(retention, 'StepFunctions::StateMachineVersion');
  const aliases = ofType(retention, 'StepFunctions::StateMachineAlias').map(
    ([, one]) =>
      `${text(one.Name)} → ${text(at(one, 'DeploymentPreference.StateMachineVersionArn'))} ${text(at(one, 'DeploymentPreference.Type'))}`,
  );
  return [
    ...differences(
      found.map(([id]) => `live → {${id}.Arn} ALL_AT_ONCE`),
      aliases,
    ),
    ...unless(found.length === 1, 'there is not exactly one version'),
    ...found.flatMap(([id, one]) => [
      ...unless(text(one.StateMachineArn).endsWith('.Arn}'), `${id} is a version of nothing`),
      ...unless(
        ['UpdateReplacePolicy', 'DeletionPolicy'].every((key) => Object(retention.Resources[id])[key] === 'Retain'),
        `${id} is deleted when the next one comes`,
      ),
      ...unless(
        text(one.StateMachineRevisionId).endsWith('.StateMachineRevisionId}'),
        `${id} does not follow the machine's revision`,
      ),
    ]),
  ];
};

const rules: Check = (templates) => {
  const named = namer(templates);
  const { retention } = templates;
  const buses = ofType(retention, 'Events::EventBus').map(([, { Name }]) => text(Name));
  const found = ofType(retention, 'Events::Rule').map(([, one]) => {
    const targets = list(one.Targets).map(
      (target) => `${named(at(target, 'Arn'))} else ${named(at(target, 'DeadLetterConfig.Arn'))}`,
    );
    const bus = one.EventBusName === undefined ? 'the account' : named(one.EventBusName);
    const words = list(one.Targets).some((target) => at(target, 'InputTransformer')) ? ' as a sentence' : '';
    return `${bus}: ${pattern(one.EventPattern)} → ${targets.join(', ')}${words}${at(one, 'State') === 'DISABLED' ? ' off' : ''}`;
  });
  return [
    ...differences(['holdfast-prod'], buses),
    ...differences(
      [
        'holdfast-prod: holdfast alert → holdfast-prod-alarms else holdfast-prod-undelivered as a sentence',
        // Your configuration names no endpoint: the rule is there and off.
        'holdfast-prod: holdfast account.paused,account.resumed,account.churned,account.deletion_due,task.created,health.changed,recovery.recovered,recovery.voided,recovery.uncollectible,recovery.cancelled,recovery.disputed,recovery.expired_hold → holdfast-prod-webhooks-out else holdfast-prod-undelivered off',
        'the account: aws.states Step Functions Execution Status Change SUCCEEDED,FAILED,TIMED_OUT,ABORTED of states stateMachine:holdfast-prod-payment-recovery → holdfast-prod-execution-events else holdfast-prod-undelivered',
      ],
      found,
    ),
    ...ofType(retention, 'Events::Rule')
      .map(([, one]) => at(list(one.Targets)[0], 'InputTransformer'))
      .filter((one) => one !== undefined)
      .flatMap(sentenceProblems),
  ];
};

/** The mail to people: each fact in it is taken from the event, and it says where to read on. */
function sentenceProblems(transformer: unknown): readonly string[] {
  const sentence = text(at(transformer, 'InputTemplate'));
  const facts = Object.entries(Object(at(transformer, 'InputPathsMap'))).map(([name, path]) => `${name} ${text(path)}`);
  const used = [...new Set([...sentence.matchAll(/<(\w+)>/g)].map(([, name = '']) => name))];
  const names = ['alert', 'account', 'case', 'why', 'problem'];
  const expected = names.map((name) => `${name} $.detail.${name}`);
  return [
    ...differences(expected, facts),
    ...differences(names, used),
    ...unless(sentence.includes('docs/runbook.md'), 'an alert does not say where to read on'),
  ];
}

function pattern(value: unknown): string {
  const type = Object(value)['detail-type'];
  const { detail } = Object(value);
  const of =
    detail === undefined ? '' : ` ${text(detail.status)} of ${list(detail.stateMachineArn).map(text).join(',')}`;
  return `${text(Object(value).source)} ${text(type)}${of}`;
}

export const machineChecks = { machine, placeholders, 'error names': errorNames, versions, rules } as const;

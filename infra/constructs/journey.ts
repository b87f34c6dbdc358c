import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine, CfnStateMachineAlias, CfnStateMachineVersion } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { root } from '../bundles.ts';
import { type Arns, type JourneyName, liveAlias, type Names } from '../names.ts';
import type { Permission } from '../permissions.ts';
import type { StageRules } from '../stages.ts';
import { accept } from './accept.ts';
import { ownRole } from './own-role.ts';

/** What a placeholder of an ASL file stands for; a function is named by its ARN, so that the role can name it too. */
export const placeholders = {
  RecoveryStepFunction: { kind: 'function', name: 'recovery-step' },
  CaseAttentionFunction: { kind: 'function', name: 'case-attention' },
  TableName: { kind: 'table' },
} as const;

type Placeholder = keyof typeof placeholders;

const isPlaceholder = (name: string): name is Placeholder => Object.hasOwn(placeholders, name);

export interface JourneyProps {
  readonly journey: JourneyName;
  readonly names: Names;
  readonly arns: Arns;
  readonly stage: StageRules;
}

/** One ASL file as a state machine, its version and the alias everything starts through. */
export class Journey extends Construct {
  readonly machine: CfnStateMachine;
  readonly logs: LogGroup;

  constructor(scope: Construct, { journey, names, arns, stage }: JourneyProps) {
    super(scope, journey);
    const text = readDefinition(journey);
    const used = placeholdersIn(text);
    this.logs = new LogGroup(this, 'Logs', {
      logGroupName: names.machineLogs(journey),
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { role } = ownRole(this, {
      name: names.role(journey),
      principal: new ServicePrincipal('states.amazonaws.com'),
      permissions: machinePermissions(used, arns),
    });
    accept(role, 'IAM5[Resource::*]', 'log delivery and X-Ray take no resource but * (facts aws §4)');
    this.machine = new CfnStateMachine(this, 'Machine', {
      stateMachineName: names.machine(journey),
      stateMachineType: 'STANDARD',
      definitionString: JSON.stringify(JSON.parse(text)),
      definitionSubstitutions: Object.fromEntries(used.map((name) => [name, meaning(name, names, arns)])),
      roleArn: role.roleArn,
      // All levels, but never what a state was given or answered.
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: this.logs.logGroupArn } }],
      },
      tracingConfiguration: { enabled: true },
    });
    this.#publish();
  }

  /** A version that something still runs on must stay; the alias moves at once, and executions keep what they began with. */
  #publish(): void {
    const version = new CfnStateMachineVersion(this, 'Version', {
      stateMachineArn: this.machine.attrArn,
      stateMachineRevisionId: this.machine.attrStateMachineRevisionId,
    });
    version.applyRemovalPolicy(RemovalPolicy.RETAIN);
    new CfnStateMachineAlias(this, 'Alias', {
      name: liveAlias,
      deploymentPreference: { stateMachineVersionArn: version.attrArn, type: 'ALL_AT_ONCE' },
    });
  }
}

const readDefinition = (journey: JourneyName): string =>
  readFileSync(join(root, 'statemachines', `${journey}.asl.json`), 'utf8');

/** @throws Error naming a placeholder nobody gives a meaning */
export function placeholdersIn(text: string): readonly Placeholder[] {
  const found = [...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name))];
  return found.map((name) => {
    if (isPlaceholder(name)) return name;
    throw new Error(`placeholder \${${name}} has no meaning: add it to infra/constructs/journey.ts`);
  });
}

function meaning(name: Placeholder, names: Names, arns: Arns): string {
  const one = placeholders[name];
  return one.kind === 'table' ? names.table : arns.function(one.name);
}

function machinePermissions(used: readonly Placeholder[], arns: Arns): readonly Permission[] {
  const called = used.map((name) => placeholders[name]).filter((one) => one.kind === 'function');
  return [
    { actions: ['lambda:InvokeFunction'], resources: called.map(({ name }) => arns.function(name)) },
    { actions: ['dynamodb:UpdateItem'], resources: [arns.table] },
    {
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ],
      resources: ['*'],
    },
  ];
}

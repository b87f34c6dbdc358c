import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  baseVariables,
  type FunctionName,
  functions,
  queueVariables,
  touchVariables,
  type VariableName,
} from '../../lambdas/registry.ts';
import { type Arns, journeys, type Names } from '../names.ts';
import { permissionsOf, rowOf, type Senders } from '../permissions.ts';
import type { StageRules } from '../stages.ts';
import { accept } from './accept.ts';
import { ownRole } from './own-role.ts';

export type Values = Readonly<Record<VariableName, string>>;

export interface RetentionFunctionProps {
  readonly name: FunctionName;
  readonly names: Names;
  readonly arns: Arns;
  readonly senders: Senders;
  readonly stage: StageRules;
  readonly code: Code;
  /** What every variable is worth on this stage; the function gets those of its row in the registry. */
  readonly values: Values;
}

/** One row of the registry as AWS runs it. */
export class RetentionFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly logs: LogGroup;

  constructor(scope: Construct, props: RetentionFunctionProps) {
    super(scope, props.name);
    const { name, names, arns, senders, stage, code, values } = props;
    const { role, frozen } = ownRole(this, {
      name: names.role(name),
      principal: new ServicePrincipal('lambda.amazonaws.com'),
      permissions: permissionsOf(name, names, arns, senders),
    });
    acceptWildcards(role, name, names, arns);
    this.logs = new LogGroup(this, 'Logs', {
      logGroupName: names.functionLogs(name),
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: names.function(name),
      description: `Holdfast ${name}, from lambdas/${functions[name].entry}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code,
      timeout: Duration.seconds(functions[name].timeoutSeconds),
      memorySize: functions[name].memoryMb,
      environment: Object.fromEntries(variablesOf(name).map((variable) => [variable, values[variable]])),
      role: frozen,
      logGroup: this.logs,
      tracing: Tracing.ACTIVE,
    });
  }
}

/** The variables of a function, as the registry derives them. */
export function variablesOf(name: FunctionName): readonly VariableName[] {
  const { touches, sends, receives } = rowOf(name);
  const queues = [...sends, ...(receives ? [receives] : [])].map((queue) => queueVariables[queue]);
  return [...new Set([...baseVariables, ...touches.flatMap((touch) => touchVariables[touch]), ...queues])];
}

function acceptWildcards(role: Construct, name: FunctionName, names: Names, arns: Arns): void {
  const streams = readable(role, arns.logStreams(names.functionLogs(name)));
  accept(role, `IAM5[Resource::${streams}]`, 'Lambda names the streams of a log group: the group is exactly its own');
  accept(role, 'IAM5[Resource::*]', 'X-Ray takes traces under no resource but *; the actions only write traces');
  const { touches } = rowOf(name);
  if (touches.includes('executions-read') || touches.includes('executions-stop')) {
    const why = 'an execution is named when it starts: the pattern is every execution of one machine, none of another';
    for (const journey of journeys) accept(role, `IAM5[Resource::${readable(role, arns.executions(journey))}]`, why);
  }
}

/** As cdk-nag names an ARN in a finding: what CloudFormation fills in stands as <AWS::Region>. */
function readable(scope: Construct, arn: string): string {
  const parts: readonly unknown[] = Stack.of(scope).resolve(arn)['Fn::Join'][1];
  return parts.map((part) => (typeof part === 'string' ? part : `<${Object(part).Ref}>`)).join('');
}

import { describe, expect, it } from '@jest/globals';
import { adapt, type Template } from '../../../local/rehearsal/adapt.ts';

/** A placeholder as the state machines have it. */
const placeholder = ['$', '{TableName}'].join('');

const template: Template = {
  Rules: { CheckBootstrapVersion: {} },
  Parameters: { BootstrapVersion: { Type: 'String' } },
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: { TableName: 'holdfast-dev', KeySchema: [{ AttributeName: 'pk' }], Replicas: [{ Region: 'x' }] },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: {} },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { Arn: { 'Fn::GetAtt': ['Api', 'Arn'] } },
      DependsOn: ['Api', 'Topic'],
    },
    Topic: { Type: 'AWS::SNS::Topic' },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Key: 'abc.zip' }, Environment: { Variables: { BASE_URL: { Ref: 'Api' } } } },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        DefinitionString: `{"x":"${placeholder}"}`,
        DefinitionSubstitutions: { TableName: 'holdfast-dev' },
      },
    },
    Alerts: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Targets: [
          { Id: 'people', Arn: { Ref: 'Topic' } },
          { Id: 'queue', Arn: 'arn:aws:sqs:::q' },
        ],
      },
    },
    Alarm: { Type: 'AWS::CloudWatch::Alarm' },
    Alarm2: { Type: 'AWS::CloudWatch::Alarm' },
  },
  Outputs: { BaseUrl: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } }, Region: { Value: { Ref: 'AWS::Region' } } },
};

const { template: made, changed, skipped } = adapt(template);

describe('a template for moto', () => {
  it('leaves out what moto cannot make, and counts it by type', () => {
    expect(Object.keys(made.Resources)).toEqual(['Table', 'Role', 'Topic', 'Function', 'Machine', 'Alerts']);
    expect(skipped).toEqual({ 'AWS::ApiGatewayV2::Api': 1, 'AWS::CloudWatch::Alarm': 2 });
  });

  it('has no parameter and no rule of the bootstrap', () => {
    expect(Object.keys(made).toSorted()).toEqual(['Outputs', 'Resources']);
  });

  it('puts a text where something names what is not made', () => {
    expect(made.Resources.Role).toEqual({
      Type: 'AWS::IAM::Role',
      Properties: { Arn: 'not-made:Api' },
      DependsOn: ['Topic'],
    });
    expect(made.Outputs).toEqual({ BaseUrl: { Value: 'not-made:Api' }, Region: { Value: { Ref: 'AWS::Region' } } });
  });

  it('keeps a table with its keys and without what only a global one has', () => {
    expect(made.Resources.Table).toEqual({
      Type: 'AWS::DynamoDB::Table',
      Properties: { TableName: 'holdfast-dev', KeySchema: [{ AttributeName: 'pk' }] },
    });
  });

  it('fills in the placeholders of a machine', () => {
    expect(made.Resources.Machine?.Properties).toEqual({
      DefinitionString: { 'Fn::Sub': [`{"x":"${placeholder}"}`, { TableName: 'holdfast-dev' }] },
    });
  });

  it('takes topics from rules and leaves their queues', () => {
    expect(made.Resources.Alerts?.Properties?.Targets).toEqual([{ Id: 'queue', Arn: 'arn:aws:sqs:::q' }]);
  });

  it('says everything it changed', () => {
    expect(changed.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'AWS::DynamoDB::GlobalTable became AWS::DynamoDB::Table:',
      'the code of',
      'placeholders of a',
      'rules lost their',
    ]);
  });
});

import type { Check } from './checks.ts';
import { deviations, differences, unless } from './differences.ts';
import { callers, schedules as planned, routes } from './expected.ts';
import { at, list, namer, ofType, text } from './template.ts';

const routesCheck: Check = (templates) => {
  const named = namer(templates);
  const integrations = new Map(ofType(templates.retention, 'ApiGatewayV2::Integration'));
  const settings = at(ofType(templates.retention, 'ApiGatewayV2::Stage')[0]?.[1], 'RouteSettings');
  const found = ofType(templates.retention, 'ApiGatewayV2::Route').map(([, one]) => {
    const integration = integrations.get(text(one.Target).replace(/^integrations\/\{(\w+)\}$/, '$1'));
    const limit = Object(settings)[text(one.RouteKey)];
    const counted = Object(limit).DetailedMetricsEnabled === true ? '' : ', not counted';
    return `${text(one.RouteKey)} → ${named(integration?.IntegrationUri)}, ${Object(limit).ThrottlingRateLimit} a second, ${Object(limit).ThrottlingBurstLimit} at once${counted}`;
  });
  const payloads = [...integrations].map(([, one]) => `${text(one.IntegrationType)} ${text(one.PayloadFormatVersion)}`);
  return [
    ...differences(routes, found),
    ...unless(
      new Set(payloads).size === 1 && payloads[0] === 'AWS_PROXY 2.0',
      'an integration hands over another form',
    ),
  ];
};

const callersCheck: Check = (templates) => {
  const named = namer(templates);
  const found = ofType(templates.retention, 'Lambda::Permission').map(([, one]) => {
    const route = text(one.SourceArn).replace(/^execute-api \{\w+\}\/\$default\//, '');
    return `${route} may call ${named(one.FunctionName)}${`${text(one.Principal)} ${text(one.Action)}` === 'apigateway.amazonaws.com lambda:InvokeFunction' ? '' : ` as ${text(one.Principal)}`}`;
  });
  return differences(callers, found);
};

const api: Check = ({ retention }) => {
  const [stage] = ofType(retention, 'ApiGatewayV2::Stage').map(([, one]) => one);
  const [made] = ofType(retention, 'ApiGatewayV2::Api').map(([, one]) => one);
  return [
    ...deviations('api', { Name: 'holdfast-prod', ProtocolType: 'HTTP', DisableExecuteApiEndpoint: false }, (path) =>
      at(made, path),
    ),
    ...deviations(
      'stage',
      {
        StageName: '$default',
        AutoDeploy: true,
        'DefaultRouteSettings.ThrottlingRateLimit': 10,
        'DefaultRouteSettings.ThrottlingBurstLimit': 20,
        'DefaultRouteSettings.DetailedMetricsEnabled': true,
      },
      (path) => at(stage, path),
    ),
  ];
};

/** Of a call: when, which route, what came of it. Not where it came from, not the path, which may hold a token. */
const accessLog: Check = (templates) => {
  const [stage] = ofType(templates.retention, 'ApiGatewayV2::Stage').map(([, one]) => one);
  const format = text(at(stage, 'AccessLogSettings.Format'));
  const fields = [...format.matchAll(/\$context\.([\w.]+)/g)].map(([, name = '']) => name);
  return [
    ...differences(['requestTime', 'requestId', 'routeKey', 'status', 'responseLatency', 'integrationStatus'], fields),
    ...unless(
      namer(templates)(at(stage, 'AccessLogSettings.DestinationArn')) === '/holdfast/prod/access',
      'calls are not logged',
    ),
  ];
};

/** A function's own URL would be a door without limits: there is none, or IAM guards it. */
const functionUrls: Check = ({ retention }) =>
  ofType(retention, 'Lambda::Url')
    .filter(([, { AuthType }]) => AuthType !== 'AWS_IAM')
    .map(([id]) => `${id} lets everybody in`);

const schedules: Check = (templates) => {
  const named = namer(templates);
  const found = ofType(templates.retention, 'Scheduler::Schedule');
  return [
    ...differences(
      Object.keys(planned),
      found.map(([, { Name }]) => text(Name)),
    ),
    ...found.flatMap(([, one]) => [
      ...deviations(
        text(one.Name),
        {
          ScheduleExpression: planned[text(one.Name)]?.when,
          ScheduleExpressionTimezone: 'UTC',
          'FlexibleTimeWindow.Mode': 'OFF',
          'Target.RetryPolicy.MaximumEventAgeInSeconds': planned[text(one.Name)]?.within,
          'Target.RetryPolicy.MaximumRetryAttempts': 2,
        },
        (path) => at(one, path),
      ),
      ...deviations(
        text(one.Name),
        {
          'Target.Arn': planned[text(one.Name)]?.starts,
          'Target.RoleArn': 'holdfast-prod-schedules',
          'Target.DeadLetterConfig.Arn': 'holdfast-prod-undelivered',
          GroupName: 'holdfast-prod',
        },
        (path) => named(at(one, path)),
      ),
      ...unless(at(one, 'State') !== 'DISABLED', `${text(one.Name)} is switched off`),
    ]),
    ...differences(
      Object.values(planned).map(({ starts, within }) => `${starts} again 0 times, within ${within} s`),
      ofType(templates.retention, 'Lambda::EventInvokeConfig').map(
        ([, one]) =>
          `${named(one.FunctionName)} again ${one.MaximumRetryAttempts} times, within ${one.MaximumEventAgeInSeconds} s`,
      ),
    ),
  ];
};

const mail: Check = (templates) => {
  const named = namer(templates);
  const sets = ofType(templates.retention, 'SES::ConfigurationSet');
  const names = ['holdfast-prod-service', 'holdfast-prod-lifecycle'];
  const destinations = ofType(templates.retention, 'SES::ConfigurationSetEventDestination').map(([, one]) => {
    const to = named(at(one, 'EventDestination.SnsDestination.TopicARN'));
    const on = at(one, 'EventDestination.Enabled') === true && at(one, 'EventDestination.Name') ? '' : ' off';
    return `${named(one.ConfigurationSetName)} → ${to}: ${list(at(one, 'EventDestination.MatchingEventTypes')).map(text).join(' ')}${on}`;
  });
  const subscriptions = ofType(templates.retention, 'SNS::Subscription').map(
    ([, one]) =>
      `${named(one.TopicArn)} → ${text(one.Protocol)} ${named(one.Endpoint)}${one.RawMessageDelivery === true ? ' raw' : ''}${one.RedrivePolicy === undefined ? '' : ` else ${named(at(one, 'RedrivePolicy.deadLetterTargetArn'))}`}`,
  );
  return [
    ...differences(
      names,
      sets.map(([, { Name }]) => text(Name)),
    ),
    ...sets.flatMap(([, one]) =>
      deviations(
        text(one.Name),
        {
          'DeliveryOptions.TlsPolicy': 'REQUIRE',
          'ReputationOptions.ReputationMetricsEnabled': true,
          'SendingOptions.SendingEnabled': true,
          'SuppressionOptions.SuppressedReasons': ['BOUNCE', 'COMPLAINT'],
        },
        (path) => at(one, path),
      ),
    ),
    ...differences(
      names.map((name) => `${name} → holdfast-prod-mail-events: SEND REJECT BOUNCE COMPLAINT`),
      destinations,
    ),
    ...differences(
      [
        'holdfast-prod-mail-events → sqs holdfast-prod-mail-events raw else holdfast-prod-undelivered',
        'holdfast-prod-alarms → email ops@northwind.test',
      ],
      subscriptions,
    ),
  ];
};

export const outsideChecks = {
  routes: routesCheck,
  callers: callersCheck,
  api,
  'access log': accessLog,
  'function URLs': functionUrls,
  schedules,
  mail,
} as const;

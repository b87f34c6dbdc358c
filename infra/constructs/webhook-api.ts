import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { CfnApi, CfnApiMapping, CfnDomainName, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../lambdas/registry.ts';
import type { Names } from '../names.ts';
import type { Stage } from '../stages.ts';
import { accept } from './accept.ts';
import type { RetentionFunction } from './retention-function.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  readonly path: string;
  readonly function: FunctionName;
  /** Calls a second, and how many may come at once before that counts. */
  readonly rate: number;
  readonly burst: number;
  /** Why it is open to everybody: cdk-nag asks for an authorizer (APIG4). */
  readonly open: string;
}

/** A person opens a link, or a mail scanner does; whoever has it may, until it expires. */
const page = {
  path: '/p/{purpose}/{token}',
  function: 'pages',
  rate: 20,
  burst: 40,
  open: 'the path holds a signed, expiring token for one purpose; the function checks it before it reads anything',
} as const;

/** The user's own app asks at every page view; a browser asks leave first (CORS), without a token. */
const asked = {
  function: 'app',
  rate: 50,
  burst: 100,
  open: 'the caller sends a token or the server key: the function checks it before it reads anything',
} as const;

const preflight = {
  ...asked,
  open: 'a browser asks leave before it sends a token: the answer is the same for everybody',
};

/** Everything the internet can call. Stripe sends bursts when many invoices fall due at once; what is refused it repeats. */
export const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/webhooks/stripe',
    function: 'stripe-webhook',
    rate: 200,
    burst: 400,
    open: 'Stripe signs every delivery: the function checks the HMAC of the raw body before it reads anything',
  },
  { method: 'GET', ...page },
  { method: 'POST', ...page },
  { method: 'GET', path: '/banner', ...asked },
  { method: 'OPTIONS', path: '/banner', ...preflight },
  {
    method: 'GET',
    path: '/banner.js',
    ...asked,
    open: 'a script that is the same for everybody and holds nothing but itself',
  },
  { method: 'GET', path: '/v1/access', ...asked },
  { method: 'OPTIONS', path: '/v1/access', ...preflight },
];

/** The route's key and never the path or the query: a link's token is in the path (invariant 10). No address of a caller. */
export const accessLogFormat = {
  time: '$context.requestTime',
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  integrationStatus: '$context.integrationStatus',
};

export const routeKey = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

export interface WebhookApiProps {
  readonly names: Names;
  readonly stage: Stage;
}

/** The API exists before its routes: functions are told its address, and its routes call functions. */
export class WebhookApi extends Construct {
  readonly api: CfnApi;
  /** Where links in mails lead and where Stripe sends to: your domain, or the API's own address. */
  readonly baseUrl: string;
  readonly #stage: CfnStage;
  readonly #domain: CfnDomainName | undefined;

  constructor(scope: Construct, { names, stage }: WebhookApiProps) {
    super(scope, 'Api');
    this.api = new CfnApi(this, 'Api', {
      name: names.api,
      protocolType: 'HTTP',
      description: 'Holdfast: webhooks, the pages behind signed links, and what your own app asks',
      disableExecuteApiEndpoint: stage.own.domain !== undefined,
    });
    this.#stage = this.#openStage(names, stage);
    this.#domain = stage.own.domain ? this.#ownDomain(stage.own.domain) : undefined;
    this.baseUrl = stage.own.domain ? `https://${stage.own.domain.name}` : this.api.attrApiEndpoint;
  }

  /** What your DNS has to say for a domain of your own. */
  get target(): string | undefined {
    return this.#domain?.attrRegionalDomainName;
  }

  add(route: Route, { lambda }: RetentionFunction): void {
    const id = routeKey(route).replaceAll(/\W+/g, '-');
    const integration = new CfnIntegration(this, `${id}-integration`, {
      apiId: this.api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: lambda.functionArn,
      payloadFormatVersion: '2.0',
    });
    const made = new CfnRoute(this, `${id}-route`, {
      apiId: this.api.ref,
      routeKey: routeKey(route),
      authorizationType: 'NONE',
      target: `integrations/${integration.ref}`,
    });
    accept(made, 'APIG4', route.open);
    // A stage refuses settings of a route that is not there yet.
    this.#stage.addResourceDependency(made);
    lambda.addPermission(`call-${id}`, {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${this.api.ref}/$default/${callArn(route)}`,
    });
  }

  #openStage(names: Names, stage: Stage): CfnStage {
    const logs = new LogGroup(this, 'AccessLogs', {
      logGroupName: names.accessLogs,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new CfnStage(this, 'Stage', {
      apiId: this.api.ref,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: logs.logGroupArn, format: JSON.stringify(accessLogFormat) },
      defaultRouteSettings: { throttlingRateLimit: 10, throttlingBurstLimit: 20, detailedMetricsEnabled: true },
      routeSettings: Object.fromEntries(
        routes.map((route) => [
          routeKey(route),
          { ThrottlingRateLimit: route.rate, ThrottlingBurstLimit: route.burst, DetailedMetricsEnabled: true },
        ]),
      ),
    });
  }

  #ownDomain({ name, certificateArn }: { readonly name: string; readonly certificateArn: string }): CfnDomainName {
    const domain = new CfnDomainName(this, 'Domain', {
      domainName: name,
      domainNameConfigurations: [{ certificateArn, endpointType: 'REGIONAL', securityPolicy: 'TLS_1_2' }],
    });
    new CfnApiMapping(this, 'Mapping', { apiId: this.api.ref, domainName: domain.ref, stage: this.#stage.ref });
    return domain;
  }
}

/** In a permission a path parameter is any one text. */
const callArn = ({ method, path }: Route): string => `${method}${path.replaceAll(/\{[^}]+\}/g, '*')}`;

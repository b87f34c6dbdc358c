import type { HandlerDefinition } from './define-handler.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { logFailure } from './log.ts';
import type { Ports } from './ports.ts';

export interface HttpHandling {
  readonly name: string;
  handle(request: HttpRequest, ports: Ports): Promise<HttpResponse>;
}

/** The shell of a route. Without middy and zod, because what answers the internet should start in milliseconds. */
export const defineHttpHandler = ({ name, handle }: HttpHandling): HandlerDefinition<HttpResponse> => ({
  name,
  lambda: (ports) => async (event) => {
    try {
      return await handle(httpRequest(event), ports);
    } catch (error) {
      logFailure(name, error, ports.log);
      throw error;
    }
  },
});

/** What is not as an HTTP API sends it counts as absent: the handler refuses what it then misses. */
function httpRequest(event: unknown): HttpRequest {
  const { headers, body, isBase64Encoded, pathParameters, requestContext, ...of }: Record<string, unknown> =
    Object(event);
  const method: unknown = Object(Object(requestContext).http).method;
  return {
    ...(typeof method === 'string' ? { method } : {}),
    ...(typeof of.routeKey === 'string' ? { route: of.routeKey } : {}),
    query: Object.fromEntries(textsOf(of.queryStringParameters)),
    params: Object.fromEntries(textsOf(pathParameters)),
    headers: Object.fromEntries(textsOf(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: typeof body === 'string' ? body : undefined,
    isBase64Encoded: isBase64Encoded === true,
  };
}

const textsOf = (of: unknown): [string, string][] =>
  Object.entries(Object(of)).filter((one): one is [string, string] => typeof one[1] === 'string');

export const jsonAnswer = (statusCode: number, body: Readonly<Record<string, unknown>>): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

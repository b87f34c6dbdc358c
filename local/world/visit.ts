import type { HttpResponse } from '../../lambdas/kernel/http.ts';
import { pages } from '../../lambdas/pages/pages.handler.ts';
import { started } from './functions.ts';
import type { World } from './world.ts';

export interface Visit {
  readonly method: string;
  readonly purpose: string;
  readonly token: string;
  /** A form as a browser sends it. */
  readonly form?: string;
}

/** A browser at `/p/{purpose}/{token}`, its request handed on as the HTTP API does. */
export async function visit(world: World, { method, purpose, token, form }: Visit): Promise<HttpResponse> {
  const event = {
    requestContext: { http: { method } },
    pathParameters: { purpose, token },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    ...(form === undefined ? {} : { body: Buffer.from(form).toString('base64'), isBase64Encoded: true }),
  };
  let response: HttpResponse | undefined;
  await world.invocations.run(
    started('pages'),
    () => pages.lambda(world.ports)(event, {}),
    (ending) => {
      response = ending.kind === 'returned' ? (ending.value as HttpResponse) : noAnswer;
    },
  );
  while (!response) await world.simulator.runOne();
  return response;
}

/** What an HTTP API answers for a function that failed. */
export const noAnswer: HttpResponse = {
  statusCode: 500,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"Internal Server Error"}',
};

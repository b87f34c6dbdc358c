import { app } from '../../lambdas/app/app.handler.ts';
import type { HttpResponse } from '../../lambdas/kernel/http.ts';
import { started } from './functions.ts';
import { noAnswer } from './visit.ts';
import type { World } from './world.ts';

export interface Asked {
  /** As the API names it: `GET /banner`. */
  readonly route: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** The user's own app asks, its request handed on as the HTTP API does. */
export async function askApp(world: World, { route, headers = {}, query = {} }: Asked): Promise<HttpResponse> {
  const event = { routeKey: route, headers, queryStringParameters: query };
  let response: HttpResponse | undefined;
  await world.invocations.run(
    started('app'),
    () => app.lambda(world.ports)(event, {}),
    (ending) => {
      response = ending.kind === 'returned' ? (ending.value as HttpResponse) : noAnswer;
    },
  );
  while (!response) await world.simulator.runOne();
  return response;
}

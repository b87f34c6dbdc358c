import { type Answer, answerSchema, type Command, OpsError } from './command.ts';

/** Sends the command to the world of a running `npm start`. */
export async function onServer(command: Command, url: string): Promise<Answer> {
  const { command: name, ...rest } = command;
  const response = await fetch(new URL(`/ops/${name}`, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rest),
  }).catch(() => {
    throw new OpsError(`nothing answers at ${url}: run npm start, set HOLDFAST_URL, or give --aws --stage <name>`);
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new OpsError(String(Object(body).error ?? strange(url, response.status)));
  const answer = answerSchema.safeParse(body);
  if (!answer.success) throw new OpsError(strange(url, response.status));
  return answer.data;
}

const strange = (url: string, status: number): string =>
  `what answers at ${url} is not Holdfast (${status}): set HOLDFAST_URL to where npm start runs`;

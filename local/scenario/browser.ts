import { toIso } from '../../lambdas/kernel/instant.ts';
import { textOf, titleOf } from '../world/page-text.ts';
import { visit } from '../world/visit.ts';
import type { Stage } from './stage.ts';

/** One request at one of our pages, and what it was answered. */
export interface PageSeen {
  readonly at: string;
  readonly account: string;
  readonly page: string;
  readonly method: string;
  readonly status: number;
  readonly location: string | null;
  readonly title: string;
  readonly text: string;
}

export interface Answered {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

export interface Place {
  readonly account: string;
  readonly page: string;
  readonly token: string;
}

/** What a browser sends to one of our pages; it is in the report and in the timeline. Our own functions may fail meanwhile. */
export async function send(
  stage: Stage,
  { account, page, token }: Place,
  method: string,
  form?: string,
): Promise<Answered> {
  const { world, recorder, faults } = stage;
  faults.resting = false;
  const at = toIso(world.simulator.now());
  const request = { method, purpose: page, token, ...(form === undefined ? {} : { form }) };
  const { statusCode: status, headers, body } = await visit(world, request);
  faults.resting = true;
  const location = headers.location;
  const [title, text] = [titleOf(body), textOf(body)];
  // The link itself is a key: it stands in the mail, and the report shows where a browser is sent without it.
  stage.pages.push({
    at,
    account,
    page,
    method,
    status,
    location: location === undefined ? null : shown(location, token),
    title,
    text,
  });
  const kind = method === 'POST' ? 'page.submitted' : 'page.opened';
  recorder.noted.push({ at, kind, account, page, method, status });
  return { status, location, body };
}

const shown = (location: string, token: string): string => (location === token ? 'the same page' : location);

/** `/p/{page}/{token}` at the end of an address of ours. */
export function placeIn(url: string, account: string): Place | undefined {
  const [, page, token] = /\/p\/([^/]+)\/([^/]+)$/.exec(url) ?? [];
  return page && token ? { account, page, token } : undefined;
}

import { html } from 'hono/html';
import { Failure, isRetryable, OutcomeUnknown } from '../kernel/failures.ts';
import type { HttpResponse } from '../kernel/http.ts';
import { logFailure } from '../kernel/log.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Guest } from './guest.ts';
import { houseOf } from './kit.ts';
import { unknownPage } from './link-pages.ts';
import { loadGuest } from './load-guest.ts';
import { customerPage } from './parts.ts';
import type { Opened } from './purpose.ts';

/** The page of a customer, or of nobody when the account is gone. Trouble on our side is told in words, with the way on. */
export async function withGuest(
  opened: Opened,
  then: (guest: Guest, ports: Ports) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const { config, ports } = opened;
  const guest = await loadGuest(opened, ports);
  if (!guest)
    return unknownPage({ house: houseOf(config), zone: config.company.zone, now: ports.clock.now(), own: false });
  try {
    return await then(guest, ports);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    logFailure('pages', error, ports.log);
    return troubled(isRetryable(error) || error instanceof OutcomeUnknown ? 503 : 500, guest);
  }
}

/** What a press did before the trouble stands on the case, so a second one can do no harm. */
const troubled = (status: number, guest: Guest): Promise<HttpResponse> =>
  customerPage(
    status,
    {
      title: 'Please try again in a minute',
      content: html`<p>Something on our side does not answer just now. You are never charged twice, whatever you pressed.</p><p><a href="${guest.token}">Try again</a></p><p class="soft">If it stays like this, please write to the address below.</p>`,
    },
    guest,
  );

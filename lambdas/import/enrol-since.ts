import { Throttled } from '../kernel/failures.ts';
import { type Instant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { enrol, type Failing, failingNow } from './failing.ts';

export interface Enrolled {
  readonly listed: readonly Failing[];
  /** Undefined: nobody said yes. */
  readonly opened?: number;
}

/**
 * A journey enrols only what happens after its `goLive`; a person may add what is older. Without `yes` it is only listed.
 * Where Stripe's budget ends it, the rest waits for the next time.
 */
export async function enrolSince(
  since: Instant,
  asked: { readonly yes: boolean; readonly who: string; readonly why: string },
  ports: Ports,
): Promise<Enrolled> {
  const listed = (await failingNow('reread', ports)).filter((one) => one.since >= since);
  if (!asked.yes) return { listed };
  const at = toIso(ports.clock.now());
  const { who, why } = asked;
  await ports.rows.put({
    pk: 'ENROL',
    sk: `ACT#${at}#enrol`,
    entity: 'act',
    act: 'enrol',
    at,
    since: toIso(since),
    who,
    why,
  });
  try {
    for (const one of listed) await enrol(one, ports);
  } catch (error) {
    if (!(error instanceof Throttled)) throw error;
  }
  const left = new Set((await failingNow('reread', ports)).map(({ invoice }) => invoice));
  return { listed, opened: listed.filter(({ invoice }) => !left.has(invoice)).length };
}

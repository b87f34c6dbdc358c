import { createLocalJWKSet, errors, type JSONWebKeySet } from 'jose';
import { after, type Duration, type Instant } from '../kernel/instant.ts';
import type { Clock, Outbound } from '../kernel/ports.ts';

/** A key that was taken away is refused an hour later at the latest. */
const life: Duration = { hours: 1 };
/** When the provider is down, its last keys serve a day: people can go on working. */
const lifeWithoutAnswer: Duration = { days: 1 };
/** An unknown key id asks again, but not more often: anybody can make up key ids. */
const pause: Duration = { minutes: 1 };

export type Keys = ReturnType<typeof createLocalJWKSet>;

export interface KeySet {
  /** The keys, with one of this id if the provider has it; undefined: it never answered. */
  with(kid: string | undefined): Promise<Keys | undefined>;
}

interface Known {
  readonly ids: ReadonlySet<string>;
  readonly keys: Keys;
  readonly at: Instant;
}

/** The public keys of an identity provider, fetched when needed and at most once a minute, whoever asks. */
export function keySet(
  url: string,
  { outbound, clock }: { readonly outbound: Outbound; readonly clock: Clock },
): KeySet {
  let known: Known | undefined;
  let asked: Instant | undefined;
  let asking: Promise<void> | undefined;

  const fetchKeys = async (): Promise<void> => {
    asked = clock.now();
    const sent = await outbound.send({ method: 'GET', url, headers: { accept: 'application/json' } });
    const set = sent.kind === 'answered' && sent.status === 200 ? readSet(sent.body) : undefined;
    if (set) known = { ids: idsOf(set), keys: createLocalJWKSet(set), at: clock.now() };
  };
  const refresh = async (): Promise<void> => {
    if (asked !== undefined && clock.now() < after(asked, pause)) return asking;
    asking = fetchKeys();
    await asking;
  };
  return {
    async with(kid) {
      const fresh = known !== undefined && clock.now() < after(known.at, life);
      if (!known || !fresh || (kid !== undefined && !known.ids.has(kid))) await refresh();
      return known && clock.now() < after(known.at, lifeWithoutAnswer) ? known.keys : undefined;
    },
  };
}

const idsOf = ({ keys }: JSONWebKeySet): ReadonlySet<string> =>
  new Set(keys.flatMap(({ kid }) => (kid === undefined ? [] : [kid])));

/** A set of secrets would let its reader sign: only public keys for signatures are taken. */
function readSet(text: string): JSONWebKeySet | undefined {
  try {
    const { keys }: { keys?: unknown } = Object(JSON.parse(text));
    if (!Array.isArray(keys)) return undefined;
    const open = keys.filter((key) => ['RSA', 'EC'].includes(Object(key).kty) && (Object(key).use ?? 'sig') === 'sig');
    return open.length === 0 ? undefined : { keys: open };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

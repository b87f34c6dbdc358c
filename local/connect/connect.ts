import { apiVersion } from '../../lambdas/adapters/stripe/index.ts';
import type { Connection } from '../../lambdas/billing/connection.ts';
import { type Instant, toIso } from '../../lambdas/kernel/instant.ts';
import { endpointTypes } from '../stage/stripe-endpoint.ts';
import { type ConnectStripe, readAccount, readEndpoints, readPortals } from './at-stripe.ts';
import { carryOut, type Made } from './carry-out.ts';
import { ConnectError } from './mistake.ts';
import { lacking, type Tried, tryPermissions } from './permissions.ts';
import { type Plan, planConnect, type Wanted, wordsOf } from './plan.ts';
import type { Vault } from './vault.ts';

/** The row that remembers what was made; on a laptop a file. */
export interface Memory {
  read(): Promise<Connection | undefined>;
  write(connection: Connection): Promise<void>;
}

export interface Connecting {
  readonly stage: string;
  readonly livemode: boolean;
  readonly url: string;
  readonly returnUrl: string;
  readonly rotate: boolean;
  readonly portalCancelOff: boolean;
  readonly dryRun: boolean;
  /** The key given now; undefined: the stored one is used. */
  readonly givenKey: string | undefined;
  readonly vault: Vault;
  readonly memory: Memory;
  readonly stripe: (key: string) => ConnectStripe & Tried;
  readonly now: Instant;
  readonly say: (line: string) => void;
  /** Asks a person; true: go on. */
  readonly agrees: () => Promise<boolean>;
}

/** Reads, plans, tells, asks, acts, remembers. Run again it finds nothing to do. */
export async function connect(connecting: Connecting): Promise<void> {
  const { say, vault } = connecting;
  const stored = await vault.key();
  const key = keyOf(connecting, stored);
  const stripe = connecting.stripe(key);
  await requirePermissions(stripe, connecting);
  const account = await sameAccount(stripe, connecting);
  const wanted = wantedOf(connecting);
  const seen = {
    endpoints: await readEndpoints(stripe),
    portals: await readPortals(stripe),
    secrets: (await vault.secrets()).length,
    keyStored: stored === key,
  };
  const plan = planConnect(seen, wanted, connecting.now);
  for (const line of told(plan, wanted)) say(line);
  if (plan.steps.length > 0 && connecting.dryRun) return say('nothing was changed: this was a dry run');
  if (plan.steps.length > 0 && !(await connecting.agrees())) return say('nothing was changed');
  const keep = (made: Made): Promise<void> => remember(made, account, connecting);
  await keep(await carryOut(plan, { ...connecting, stripe, wanted, key, remember: keep }));
  if (plan.steps.length > 0) say(`done; the key and the secret lie in ${vault.place}, in use within five minutes`);
}

const wantedOf = ({ stage, url, rotate, portalCancelOff }: Connecting): Wanted => ({
  stage,
  url,
  apiVersion,
  events: endpointTypes,
  rotate,
  portalCancelOff,
});

/** A key of the other mode is refused before it is used for anything (design §3). */
function keyOf({ givenKey, stage, livemode }: Connecting, stored: string | undefined): string {
  const key = givenKey?.trim() ?? stored;
  const mode = livemode ? 'live' : 'test';
  if (key === undefined)
    throw new ConnectError(
      `there is no Stripe key yet: export STRIPE_SECRET_KEY with a restricted key of ${mode} mode and run it again`,
    );
  if (new RegExp(`^(sk|rk)_${mode}_\\w+$`).test(key)) return key;
  const is = /^(sk|rk)_(live|test)_/.exec(key)?.[2];
  throw new ConnectError(
    is
      ? `the key is of ${is} mode and ${stage} works in ${mode} mode: use a restricted key of ${mode} mode`
      : `what was given is no Stripe key: expected a restricted or secret key of ${mode} mode`,
  );
}

async function requirePermissions(stripe: Tried, { say }: Connecting): Promise<void> {
  const tested = await tryPermissions(stripe);
  const missing = lacking(tested);
  if (missing.length > 0)
    throw new ConnectError(
      `the key lacks ${missing.length === 1 ? 'a permission' : `${missing.length} permissions`}: ${missing.join(', ')}; edit it in Stripe under Developers, API keys`,
    );
  const may = tested.filter(({ verdict }) => verdict === 'may').length;
  say(
    `the key has ${may} of the ${tested.length} permissions that are needed${may < tested.length ? ', the rest could not be tried' : ''}`,
  );
}

/** One deployment is one Stripe account (completions N12): cases of one would be looked for in the other. */
async function sameAccount(stripe: ConnectStripe, { memory, stage }: Connecting): Promise<string> {
  const [account, before] = [await readAccount(stripe), await memory.read()];
  if (account !== undefined && before !== undefined && before.account !== 'unknown' && before.account !== account)
    throw new ConnectError(
      `the key is of Stripe account ${account}, but stage ${stage} is connected to ${before.account}: use a key of that one, or deploy a second stage for the other brand`,
    );
  return account ?? before?.account ?? 'unknown';
}

function told(plan: Plan, wanted: Wanted): readonly string[] {
  const head = plan.steps.length === 0 ? ['nothing to do: Stripe is connected as it should be'] : ['this will happen:'];
  return [...head, ...plan.steps.map((step) => `  ${wordsOf(step, wanted)}`), ...plan.notes];
}

async function remember(made: Made, account: string, { memory, now }: Connecting): Promise<void> {
  const before = await memory.read();
  const { endpoint = '', portal = '' } = made;
  const changed = [...(before?.changed ?? []), ...made.changed];
  const isKnown =
    before?.endpoint === endpoint &&
    before.portal === portal &&
    before.account === account &&
    made.changed.length === 0;
  if (!isKnown) await memory.write({ account, endpoint, portal, changed, connectedAt: toIso(now) });
}

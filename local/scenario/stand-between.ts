import { AsyncLocalStorage } from 'node:async_hooks';
import type { StripeRequest, StripeResponse } from '../stripe/index.ts';
import type { Ending } from '../world/invocations.ts';
import type { World } from '../world/world.ts';
import type { ArmedFaults, FaultName } from './armed-faults.ts';
import { type Arrived, arrivedOf, type Recorder } from './recorder.ts';

/** One function that runs; a dead one may do nothing more. */
interface Life {
  dead: boolean;
}

class Broken extends Error {
  constructor(name: string) {
    super('a fault of the story');
    this.name = name;
  }
}

/** How each service says that it refused, and that it failed, without having done anything. */
const refusals: Readonly<Record<string, { readonly throttle: string; readonly error: string }>> = {
  store: { throttle: 'ProvisionedThroughputExceededException', error: 'InternalServerError' },
  ses: { throttle: 'TooManyRequestsException', error: 'ServiceUnavailableException' },
};
const usual = { throttle: 'ThrottlingException', error: 'ServiceUnavailable' };

const isBefore = (fault: FaultName): boolean => fault === 'throttle' || fault === 'error' || fault === 'timeout-before';

/**
 * Puts a story's faults and its ear between the world's parts. Only public methods of this one world are wrapped, so
 * the world knows nothing of stories.
 */
export function standBetween(world: World, faults: ArmedFaults, recorder: Recorder): void {
  const lives = new AsyncLocalStorage<Life>();
  const arriving: { event: Arrived } = { event: arrivedOf('') };
  betweenCalls(world, faults, lives);
  betweenStripe(world, faults, lives);
  betweenFunctions(world, faults, lives, () => recorder.arrived.push(arriving.event));
  betweenWebhooks(world, faults, (body) => {
    arriving.event = arrivedOf(body);
  });
}

function betweenCalls({ invocations }: World, faults: ArmedFaults, lives: AsyncLocalStorage<Life>): void {
  const call: typeof invocations.call = invocations.call.bind(invocations);
  invocations.call = async (asked, run) => {
    const life = lives.getStore();
    if (life?.dead) throw new Broken('Dead');
    const line = `${asked.operation} ${asked.target === 'stripe' ? '' : JSON.stringify(asked.input)}`;
    const struck = asked.target === 'stripe' ? undefined : faults.take(asked.target, line)?.fault;
    if (struck === undefined) return call(asked, run);
    if (isBefore(struck)) throw new Broken(nameOf(asked.target, struck));
    await call(asked, run);
    if (struck === 'crash-after' && life) life.dead = true;
    throw new Broken('TimeoutError');
  };
}

function nameOf(target: string, fault: FaultName): string {
  const names = refusals[target] ?? usual;
  return fault === 'throttle' ? names.throttle : fault === 'error' ? names.error : 'TimeoutError';
}

/** Stripe answers with its own statuses, which its idempotency remembers; a lost answer is lost on the way. */
function betweenStripe({ stripe }: World, faults: ArmedFaults, lives: AsyncLocalStorage<Life>): void {
  const handle = stripe.handle.bind(stripe);
  stripe.handle = (request: StripeRequest): StripeResponse => {
    const { method, path, params, idempotencyKey } = request;
    const line = `${method} ${path} ${JSON.stringify(params)} ${idempotencyKey ?? ''}`;
    switch (faults.take('stripe', line)?.fault) {
      case undefined:
        return handle(request);
      case 'throttle':
        return handle({ ...request, fault: { status: 429 } });
      case 'error':
        return handle({ ...request, fault: { status: 500 } });
      case 'timeout-before':
        throw Object.assign(new Broken('TypeError'), { code: 'ETIMEDOUT' });
      case 'crash-after': {
        const life = lives.getStore();
        if (life) life.dead = true;
        return { ...handle(request), lost: true };
      }
      default:
        return { ...handle(request), lost: true };
    }
  };
}

/** What a function's caller sees; `crash` and `timeout` are known to the world, a refusal is an error by name. */
const endings: Readonly<Partial<Record<FaultName, Ending>>> = {
  throttle: { kind: 'failed', error: new Broken('Lambda.TooManyRequestsException') },
  error: { kind: 'failed', error: new Broken('Lambda.ServiceException') },
  'timeout-before': { kind: 'killed', why: 'timeout' },
  'timeout-after': { kind: 'killed', why: 'timeout' },
  'crash-after': { kind: 'killed', why: 'crash' },
};

function betweenFunctions(
  { invocations }: World,
  faults: ArmedFaults,
  lives: AsyncLocalStorage<Life>,
  arrived: () => void,
): void {
  const run: typeof invocations.run = invocations.run.bind(invocations);
  invocations.run = async (started, work, ended) => {
    const life: Life = { dead: false };
    const told = (ending: Ending): Promise<void> | void => {
      if (started.function === 'stripe-webhook') arrived();
      return ended(life.dead ? { kind: 'killed', why: 'crash' } : ending);
    };
    const struck = faults.take(`lambda:${started.function}`, started.function)?.fault;
    const instead = struck && endings[struck];
    if (struck && instead && isBefore(struck)) return told(instead);
    await lives.run(life, () => run(started, work, (ending) => told(instead ?? ending)));
  };
}

/** Ten minutes late, or at any moment of an hour, where the story does not say. */
const usually = { delay: 600_000, spread: 3_600_000 } as const;

function betweenWebhooks(world: World, faults: ArmedFaults, arriving: (body: string) => void): void {
  const { simulator } = world;
  const plan = simulator.plan.bind(simulator);
  const deliver = world.deliver.bind(world);
  const listened = (...[due, kind, what, doing]: Parameters<typeof plan>) => {
    const planned = plan(due, kind, what, doing);
    const run = planned.run;
    planned.run = () => {
      arriving(bodyOf(doing.payload));
      return run();
    };
    return planned;
  };
  simulator.plan = (due, kind, what, doing) => {
    if (doing.kind !== 'webhook') return plan(due, kind, what, doing);
    const struck = faults.take('webhooks', what);
    const within = struck?.delayMs ?? usually.spread;
    // Stripe gives up after three days, or never sends: nobody hears of it.
    if (struck?.fault === 'drop') return simulator.at(due, kind, `lost ${what}`, () => undefined);
    if (struck?.fault === 'duplicate')
      listened(due + (struck.delayMs ?? faults.dice.between(0, within)), kind, what, doing);
    if (struck?.fault === 'delay') return listened(due + (struck.delayMs ?? usually.delay), kind, what, doing);
    if (struck?.fault === 'reorder') return listened(due + faults.dice.between(0, within), kind, what, doing);
    return listened(due, kind, what, doing);
  };
  world.deliver = (body, signature) => {
    arriving(body);
    return deliver(body, signature);
  };
}

const bodyOf = (payload: unknown): string => String(Object(payload).body);

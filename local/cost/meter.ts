import { functions } from '../../lambdas/registry.ts';
import { isFunction } from '../world/functions.ts';
import type { World } from '../world/world.ts';
import { assumptions } from './assumptions.ts';
import { countCall } from './count-call.ts';
import { type Heard, listen, type Ran } from './listen.ts';
import { lineBytes } from './log-bytes.ts';
import { type Journey, Usage } from './usage.ts';

const GB = 1e9;

/** Counts what AWS would bill for everything this world does from now on. */
export function meter(world: World): Usage {
  const usage = new Usage();
  listen(world, (ran) => count(ran, usage));
  return usage;
}

/** Step Functions' own writes have no function; the sweep's ticks are counted by the calendar (standing.ts), only its work is here. */
function count(ran: Ran, usage: Usage): void {
  const journey = journeyOf(ran);
  for (const call of ran.calls) countCall(call, journey, usage);
  if (!isFunction(ran.function)) return;
  countCompute(ran, journey, usage);
  if (ran.function === 'sweep') return;
  usage.add(journey, 'lambda.request', 'calls', 1);
  usage.add(journey, 'cw.logs.ingest', 'function logs', linesOf(ran) / GB);
  usage.add(journey, 'cw.logs.ingest', 'platform lines', assumptions['platform-lines'].value / GB);
  countDoor(ran, journey, usage);
}

function countCompute({ function: name, calls }: Ran, journey: Journey, usage: Usage): void {
  if (!isFunction(name)) return;
  const waited = calls.reduce((sum, { target }) => sum + assumptions[target].value, 0);
  const cold = assumptions['cold-share'].value * assumptions['cold-start'].value;
  const own = name === 'sweep' ? 0 : assumptions['own-work'].value + cold;
  usage.add(journey, 'lambda.arm.gbs', `time of ${name}`, (functions[name].memoryMb / 1024) * ((waited + own) / 1000));
}

/** How the work got in: over HTTP, out of a queue, or from a machine, whose trace it then belongs to. */
function countDoor({ function: name }: Ran, journey: Journey, usage: Usage): void {
  if (!isFunction(name)) return;
  const one = functions[name];
  const traced = assumptions['traced-share'].value;
  if (overHttp.has(name)) {
    usage.add(journey, 'apigw.http', 'requests', 1);
    usage.add(journey, 'cw.logs.ingest', 'access log', accessBytes / GB);
    usage.add(journey, 'xray.trace', 'traces of calls', traced);
  }
  if (!('receives' in one)) return;
  usage.add(journey, 'sqs.standard', 'receives', 1);
  usage.add(journey, 'sqs.standard', 'deletes', 1);
  usage.add(journey, 'xray.trace', 'traces of calls', traced);
  if (one.receives === 'mail-events') usage.add(journey, 'sns.publish', 'mail events', 1);
  if (fromAws.has(one.receives)) usage.add(journey, 'sqs.standard', 'sends and delays', 1);
}

const overHttp: ReadonlySet<string> = new Set(['stripe-webhook', 'pages', 'app']);

/** Queues that AWS itself writes to: a status event comes by a rule, a mail event by SNS; the send is ours to pay. */
const fromAws: ReadonlySet<string> = new Set(['execution-events', 'mail-events', 'webhooks-out']);

const accessBytes = assumptions['access-line'].value + assumptions['line-overhead'].value;

const linesOf = ({ lines }: Ran): number => lines.reduce((sum, line) => sum + lineBytes(line), 0);

/** The journey whose case or message the work touched; asking whether there is one is not touching it. */
export function journeyOf({ calls, lines }: Pick<Ran, 'calls' | 'lines'>): Journey {
  if (lines.some(({ message }) => message === 'webhook ignored')) return 'unasked events';
  for (const call of calls) {
    const found = /"entity":"message".*"journey":"([a-z-]+)"|CASE#([a-z-]+)#/.exec(touched(call));
    if (found) return found[1] ?? found[2] ?? 'billing';
  }
  return 'billing';
}

function touched({ target, operation, input, answer, after }: Heard): string {
  if (target !== 'store') return '';
  const seen = JSON.stringify([answer ?? null, after ?? null]);
  return /^(Get|Query)Command$/.test(operation) ? seen : seen + JSON.stringify(input);
}

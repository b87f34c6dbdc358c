import { Failure } from '../../lambdas/kernel/failures.ts';
import { toIso } from '../../lambdas/kernel/instant.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import { attention, type By, link, nudge, pauseAll, restart, resumeAll, stop } from '../../lambdas/ops/commands.ts';
import type { World } from '../world/world.ts';
import { missingCapability } from './capabilities.ts';
import type { Stage } from './stage.ts';
import type { Of } from './step-schema.ts';
import { runsOf } from './table-rows.ts';

type Step = Of<'ops'>;
type Work = (ports: Ports) => Promise<unknown>;

/** A command of operations, as `npm run ops` gives it; what it refuses is said in the timeline and is no mistake of the story. */
export async function command(stage: Stage, step: Step): Promise<void> {
  const { recorder, world } = stage;
  const say = (text: string): void =>
    recorder.note(world.simulator.now(), text, step.account, { command: step.command });
  const name = `ops ${step.command}`;
  const works = worksOf(stage, step);
  if (works === undefined) return say(missingCapability(name));
  if (works.length === 0) return say(`${name} was refused: ${step.account} has no case to act on`);
  for (const { about, work } of works) {
    const refusal = await done(world, name, work);
    say(refusal === undefined ? `${name}: done${about}` : `${name} was refused: ${refusal}`);
  }
}

async function done(world: World, name: string, work: Work): Promise<string | undefined> {
  const ending = await world.act(name, work);
  if (ending.kind === 'returned') return undefined;
  if (ending.kind === 'killed') return `it died by ${ending.why}`;
  if (ending.error instanceof Failure) return ending.error.message;
  throw ending.error;
}

/** Undefined: not built. Commands about a case act on each case of the account they may be about. */
function worksOf(stage: Stage, step: Step): { about: string; work: Work }[] | undefined {
  const by: By = { who: step.by ?? 'the story', why: step.why ?? `the story says ${step.command}` };
  const all = (work: Work) => [{ about: '', work }];
  switch (step.command) {
    case 'pause-all':
      return all((ports) => pauseAll(by, ports));
    case 'resume-all':
      return all((ports) => resumeAll(by, ports));
    case 'attention':
      return all((ports) => listAttention(stage, ports));
    case 'link':
      return all((ports) => link(step.customer ?? '', step.account ?? '', by, ports));
    case 'stop':
      return aboutCases(stage, step, (name, ports) => stop(name, by, ports));
    case 'nudge':
      return aboutCases(stage, step, (name, ports) => nudge(name, by, ports));
    case 'restart':
      return aboutCases(stage, step, (name, ports) => restart(name, by, ports, step.policy ?? 'own'));
    default:
      return undefined;
  }
}

interface CaseName {
  readonly account: string;
  readonly subject: string;
}

function aboutCases(
  { world }: Stage,
  { account, journey, subscription }: Step,
  work: (name: CaseName, ports: Ports) => Promise<void>,
) {
  const names = new Map<string, CaseName>();
  for (const run of runsOf(world)) {
    const meant = run.account === account && (journey ?? run.journey) === run.journey;
    if (meant && (subscription ?? run.subject) === run.subject)
      names.set(run.subject, { account: run.account, subject: run.subject });
  }
  return [...names.values()].map((name) => ({
    about: ` for ${name.subject}`,
    work: (ports: Ports) => work(name, ports),
  }));
}

async function listAttention({ world, answers }: Stage, ports: Ports): Promise<void> {
  const waiting = await attention(ports);
  const data = waiting.map(({ account, journey, subject, run, attention: why }) => ({
    account,
    journey,
    subject,
    run,
    why,
  }));
  answers.push({ at: toIso(world.simulator.now()), text: 'ops attention', kind: 'attention', data });
}

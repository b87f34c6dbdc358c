import { peopleOf } from '../../lambdas/kernel/config/index.ts';
import { decideApproval } from '../../lambdas/messaging/approval.ts';
import { actOnTask } from '../../lambdas/tasks/act-on-task.ts';
import { performOn } from '../console/act-on-ports.ts';
import type { Acts } from '../console/acts.ts';
import { aSecondOf } from '../world/reconcile.ts';
import type { Host } from './host.ts';

/** A person acts on the world of this process: one thing at a time, and it runs on at the same instant. */
export function localActs(host: Host, who: string): Acts {
  const { world } = host;
  const now = async <T>(act: () => Promise<T>): Promise<T> => {
    await host.catchUp();
    const done = await act();
    await world.runUntil(world.simulator.now());
    return done;
  };
  return {
    who,
    people: peopleOf(world.config.people).map(({ address }) => address),
    perform: (act) => host.act(() => now(() => performOn(act, world.ports, aSecondOf(world)))),
    onMail: (name, approval, version) =>
      host.act(() => now(() => decideApproval(name, { by: who, approval, version }, world.ports))),
    onTask: (name, act, seen) => host.act(() => now(() => actOnTask(name, { act, by: who, seen }, world.ports))),
  };
}

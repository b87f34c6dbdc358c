import { decideApproval } from '../../lambdas/messaging/approval.ts';
import { actOnTask } from '../../lambdas/tasks/act-on-task.ts';
import { performOn } from '../console/act-on-ports.ts';
import type { Acts } from '../console/acts.ts';
import { opsPorts, taskPorts } from '../ops/on-aws.ts';
import type { StageEnvironment } from './stage-environment.ts';

export interface StageActsOf {
  readonly names: StageEnvironment;
  readonly region: string;
  readonly who: string;
  readonly people: readonly string[];
}

/** Acts on a stage, through the ports `npm run ops -- --aws` has: they are made when somebody acts, and read secrets only then. */
export function stageActs({ names, region, who, people }: StageActsOf): Acts {
  /** The composition reads its names where a function has them. */
  const composed = () => Object.assign(process.env, names, { AWS_REGION: region });
  return {
    who,
    people,
    async perform(act) {
      composed();
      return performOn(act, await opsPorts(act));
    },
    async onMail(name, approval, version) {
      composed();
      return decideApproval(name, { by: who, approval, version }, taskPorts());
    },
    async onTask(name, act, seen) {
      composed();
      return actOnTask(name, { act, by: who, seen }, taskPorts());
    },
  };
}

import { performOn } from '../console/act-on-ports.ts';
import type { Acts } from '../console/acts.ts';
import { opsPorts } from '../ops/on-aws.ts';
import type { StageEnvironment } from './stage-environment.ts';

/** Acts on a stage, through the ports `npm run ops -- --aws` has: they are made when somebody acts, and read secrets only then. */
export function stageActs(names: StageEnvironment, region: string, who: string): Acts {
  return {
    who,
    async perform(act) {
      // The composition reads its names where a function has them.
      Object.assign(process.env, names, { AWS_REGION: region });
      return performOn(act, await opsPorts(act));
    },
  };
}

import type { StageClients } from './clients.ts';
import { stackOutputs } from './stack-outputs.ts';
import { readFile, type StageEnvironment, stageEnvironment } from './stage-environment.ts';

/** The names of a stage, from its file, this process's environment or its stack. @throws StageError */
export const namesOf = (
  stage: string,
  environment: Readonly<Record<string, string | undefined>>,
  clients: Pick<StageClients, 'stacks'>,
): Promise<StageEnvironment> =>
  stageEnvironment(stage, { read: readFile, environment, outputs: (name) => stackOutputs(clients.stacks(), name) });

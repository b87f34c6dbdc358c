import { createInterface } from 'node:readline/promises';
import { clientsIn, regionOf } from '../../local/stage/clients.ts';
import { readStage } from '../stages.ts';
import { argumentsOf } from './arguments.ts';
import { cdkIn } from './cdk.ts';
import { command } from './command.ts';
import { destroyStage } from './destroy-stage.ts';
import { forgetEnvironment } from './environment-file.ts';

/** `npm run destroy -- --stage dev` */
await command(async () => {
  const { stage: name, typed, holdAnyway } = argumentsOf('destroy', process.argv.slice(2));
  const stage = readStage(name);
  const region = await regionOf(stage.own.region);
  const { assemble } = await import('./assemble.ts');
  const say = (line: string): void => console.log(line);
  return destroyStage({
    stage,
    region,
    holdAnyway,
    clients: clientsIn(region),
    say,
    typed: async () => typed ?? (await ask(`type the name of the stage to destroy it: `)),
    assemble: () => assemble(stage, say),
    cdk: cdkIn(region),
    forget: () => forgetEnvironment(name),
  });
});

/** One line of a terminal or a pipe; an end without a line is no answer. */
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const closed = new Promise<string>((done) => lines.once('close', () => done('')));
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
}

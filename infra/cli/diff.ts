import { clientsIn, regionOf } from '../../local/stage/clients.ts';
import { readStage } from '../stages.ts';
import { argumentsOf } from './arguments.ts';
import { cdkIn } from './cdk.ts';
import { command } from './command.ts';
import { placeOf } from './place.ts';

/** `npm run diff -- --stage dev`: what a deploy would change, in the words of the CDK. Changes nothing. */
await command(async () => {
  const stage = readStage(argumentsOf('diff', process.argv.slice(2)).stage);
  const region = await regionOf(stage.own.region);
  const { account, user } = await placeOf(stage, region, clientsIn(region));
  console.log(`stage ${stage.name}: account ${account}, ${region}, as ${user}`);
  const { assemble } = await import('./assemble.ts');
  const folder = assemble(stage, (line) => console.log(line));
  return cdkIn(region)(['diff', '--app', folder]);
});

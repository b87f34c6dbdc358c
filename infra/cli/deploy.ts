import { clientsIn, regionOf } from '../../local/stage/clients.ts';
import { askDns } from '../../local/stage/dns.ts';
import { realStripe } from '../../local/stage/readiness.ts';
import { readStage } from '../stages.ts';
import { argumentsOf } from './arguments.ts';
import { cdkIn } from './cdk.ts';
import { command } from './command.ts';
import { deployStage } from './deploy-stage.ts';
import { writeEnvironment } from './environment-file.ts';

/** `npm run deploy -- --stage dev` */
await command(async () => {
  const { stage: name, holdAnyway } = argumentsOf('deploy', process.argv.slice(2));
  const stage = readStage(name);
  const region = await regionOf(stage.own.region);
  // Behind an import: a mistake in retention.config.ts is told as a sentence.
  const { assemble } = await import('./assemble.ts');
  const { deployedConfig, mailDomains } = await import('./deployed-config.ts');
  const say = (line: string): void => console.log(line);
  return deployStage({
    stage,
    region,
    mailDomains: mailDomains(),
    config: deployedConfig(),
    holdAnyway,
    clients: clientsIn(region),
    reach: { lookup: askDns, stripe: realStripe },
    say,
    assemble: () => assemble(stage, say),
    cdk: cdkIn(region),
    write: (text) => writeEnvironment(stage.name, text),
  });
});

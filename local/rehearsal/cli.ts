import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findMoto, startMoto } from './moto-server.ts';
import { printed } from './print.ts';

/** `node local/rehearsal/cli.ts [cdk.out] [--stage dev] [--json]`: the stacks of `npm run synth` in moto, without an account. */
async function main(): Promise<number> {
  const options = { stage: { type: 'string', default: 'dev' }, json: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [folder = 'cdk.out'] = positionals;
  const template = `${folder}/holdfast-${values.stage}.template.json`;
  if (!existsSync(template))
    return mistake(`${template} is not there: npm run synth -- --stage ${values.stage} writes it`);
  const command = findMoto();
  if (command === undefined)
    return mistake('moto_server is not here: pip install "moto[server]" puts it on the PATH, or set MOTO_SERVER');
  const moto = await startMoto(command);
  try {
    const { rehearse } = await import('./rehearse.ts');
    const report = await rehearse(folder, values.stage, moto.endpoint);
    console.log(values.json ? JSON.stringify(report) : printed(report).join('\n'));
    return report.steps.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    moto.stop();
  }
}

function mistake(sentence: string): number {
  console.error(sentence);
  return 2;
}

process.exitCode = await main();

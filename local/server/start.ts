import type { Host } from './host.ts';

/** Why this machine cannot run the console; undefined when it can. */
function refusal(): string | undefined {
  const [major] = process.versions.node.split('.');
  if (Number(major) < 24) return `node ${process.versions.node} is too old, install node 24 or newer`;
  const { PORT: port = '4242' } = process.env;
  return isPort(port) ? undefined : `PORT is "${port}", expected a number from 1 to 65535`;
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/** The stored world goes on where it stopped; `--fresh` forgets it. */
async function openHost(port: number, fresh: boolean): Promise<Host> {
  const key = process.env.STRIPE_SECRET_KEY;
  const [{ Host }, { WorldStore }, { instant }] = await Promise.all([
    import('./host.ts'),
    import('./store.ts'),
    import('../../lambdas/kernel/instant.ts'),
  ]);
  const wallNow = () => instant(Date.now());
  const linkBase = `http://localhost:${port}`;
  await checkFiles();
  const store = new WorldStore(key ? '.holdfast/wall.db' : '.holdfast/world.db');
  if (fresh) store.clear();
  const stored = store.load();
  if (key) {
    const { wallWorld, whyWall } = await import('./wall-world.ts');
    const real = { key, webhookSecrets: [process.env.STRIPE_WEBHOOK_SECRET ?? ''] };
    const checkpoint = () => store.save(world);
    const world = await wallWorld(wallNow(), real, stored, { checkpoint, linkBase });
    return new Host(world, wallNow, { keeper: store, wall: whyWall });
  }
  const { sampleWorld, sampleWorldOf } = await import('./sample-world.ts');
  const world = stored ? await sampleWorldOf(stored, { linkBase }) : await sampleWorld(wallNow(), { linkBase });
  store.save(world);
  return new Host(world, wallNow, { keeper: store });
}

/** A mistake in the project's own files is told before anything is written. */
async function checkFiles(): Promise<void> {
  const [{ checkConfig }, { loadMachines }] = await Promise.all([
    import('./check-config.ts'),
    import('../world/machines.ts'),
  ]);
  for (const note of checkConfig()) process.stderr.write(`${note}\n`);
  loadMachines();
}

async function main(): Promise<void> {
  const port = Number(process.env.PORT ?? 4242);
  const { startOptions } = await import('./start-options.ts');
  const options = startOptions(process.argv.slice(2));
  if (options.kind === 'mistake') stop(options.why);
  const { serve } = await import('@hono/node-server');
  const { fetch } = options.kind === 'stage' ? await stageApp(options) : await laptopApp(port, options.fresh);
  const server = serve({ fetch, port, hostname: 'localhost' }, () =>
    process.stdout.write(`Holdfast is at http://localhost:${port}\n`),
  );
  server.on('error', (error: NodeJS.ErrnoException) =>
    stop(
      error.code === 'EADDRINUSE'
        ? `port ${port} is taken, stop what uses it or set PORT to another one`
        : error.message,
    ),
  );
}

interface App {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

async function laptopApp(port: number, fresh: boolean): Promise<App> {
  await checkKeys();
  const { createApp } = await import('./app.ts');
  return createApp(await openHost(port, fresh));
}

/** No world is opened and no Stripe key is looked at: everything there is in AWS. */
async function stageApp({ stage, write }: { readonly stage: string; readonly write: boolean }): Promise<App> {
  const { stageApp: open } = await import('../aws/serve-stage.ts');
  return open(stage, write);
}

async function checkKeys(): Promise<void> {
  const { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: secret } = process.env;
  if (!key) return;
  const { keyProblem } = await import('./wall-world.ts');
  const problem = keyProblem(key, secret);
  if (problem) stop(problem);
}

function stop(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

const problem = refusal();
if (problem) stop(problem);
try {
  await main();
} catch (error) {
  const { mistakeOf } = await import('./mistake.ts');
  const mistake = mistakeOf(error);
  if (mistake === undefined) throw error;
  stop(mistake);
}

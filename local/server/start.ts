/** Why this machine or environment cannot run the console; undefined when it can. */
function refusal(): string | undefined {
  const [major] = process.versions.node.split('.');
  if (Number(major) < 24) return `node ${process.versions.node} is too old, install node 24 or newer`;
  if (/^sk_(live|test)/.test(process.env.STRIPE_SECRET_KEY ?? ''))
    return 'wall mode with real Stripe keys is not built yet, unset STRIPE_SECRET_KEY to run the virtual world';
  return undefined;
}

async function main(): Promise<void> {
  const port = Number(process.env.PORT ?? 4242);
  // Only now: the imports below need what was just checked.
  const [{ serve }, { createApp }, { sampleWorld }, { instant }] = await Promise.all([
    import('@hono/node-server'),
    import('./app.ts'),
    import('./sample-world.ts'),
    import('../../lambdas/kernel/instant.ts'),
  ]);
  const wallNow = () => instant(Date.now());
  const app = createApp(await sampleWorld(wallNow()), wallNow);
  const server = serve({ fetch: app.fetch, port, hostname: 'localhost' }, () =>
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

function stop(why: string): void {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}

const why = refusal();
if (why === undefined) await main();
else stop(why);

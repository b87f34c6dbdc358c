/** Imports come late: an old Node would fail in them before it could be told so. */
async function measure(quick: boolean): Promise<Record<string, number>> {
  const asl = await import('./asl-bench.ts');
  const { recoveryStoryMs, webhookMs } = await import('./world-bench.ts');
  const { populationRecoverySeconds, recoveryPlanUs } = await import('./recovery-bench.ts');
  const { bundleFigures } = await import('./bundle-bench.ts');
  const { consoleOverviewMsP95 } = await import('./console-bench.ts');
  const { costFigures } = await import('./cost-bench.ts');
  const { synthSeconds } = await import('./synth-bench.ts');
  const figures = {
    asl_plain_transitions_per_second: await asl.aslPlainTransitionsPerSecond(),
    asl_jsonata_transitions_per_second: await asl.aslJsonataTransitionsPerSecond(),
    peer_plain_transitions_per_second: await asl.peerPlainTransitionsPerSecond(),
    reactivation_180_days_ms: await asl.reactivation180DaysMs(),
    recovery_story_ms: await recoveryStoryMs(),
    recovery_plan_us: recoveryPlanUs(),
  };
  const { p50, p99 } = await webhookMs();
  return {
    ...figures,
    webhook_p50_ms: p50,
    webhook_p99_ms: p99,
    console_overview_ms_p95: await consoleOverviewMsP95(),
    synth_seconds: synthSeconds(),
    ...(await costFigures()),
    ...(await bundleFigures()),
    ...(quick ? {} : { population_recovery_10000_s: await populationRecoverySeconds() }),
  };
}

const rounded = (figures: Record<string, number>): [string, number][] =>
  Object.entries(figures).map(([name, value]) => [name, Math.round(value * 1000) / 1000]);

async function main(args: readonly string[]): Promise<number> {
  if (Number(process.versions.node.split('.')[0]) < 24) {
    process.stderr.write(
      `the benchmark needs Node 24 or later, this is ${process.versions.node}: use "npm run bench"\n`,
    );
    return 2;
  }
  const unknown = args.filter((arg) => arg !== '--json' && arg !== '--quick');
  if (unknown.length > 0) {
    process.stderr.write(`unknown argument ${unknown.join(', ')}, known are --json and --quick\n`);
    return 2;
  }
  const figures = rounded(await measure(args.includes('--quick')));
  const lines = figures.map(([name, value]) => `${name.padEnd(42)} ${value}`).join('\n');
  process.stdout.write(`${args.includes('--json') ? JSON.stringify(Object.fromEntries(figures)) : lines}\n`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));

export {};

import { type Check, fail, NotReached, skip, type Verdict } from './check.ts';
import { type Reaches, Smoke } from './smoke.ts';

export interface Result extends Verdict {
  readonly name: string;
  readonly does: string;
  readonly expects: string;
  readonly seconds: number;
}

/** Runs the checks in their order, tells each as it ends, and takes away what they made, whatever they came to. */
export async function runSmoke(
  checks: readonly Check[],
  reaches: Reaches,
  tell: (result: Result) => void = () => undefined,
): Promise<readonly Result[]> {
  const smoke = new Smoke(reaches);
  const results: Result[] = [];
  const note = async ({ name, does, expects }: Omit<Check, 'run' | 'cleansUp'>, run: () => Promise<Verdict>) => {
    const start = reaches.now();
    const verdict = await verdictOf(run);
    const result = { name, does, expects, ...verdict, seconds: Math.round((reaches.now() - start) / 1000) };
    results.push(result);
    tell(result);
  };
  for (const check of checks) await note(check, () => check.run(smoke));
  await note(cleaning, () => cleanUp(smoke));
  return results;
}

async function verdictOf(run: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof NotReached) return skip(`not reached: ${error.message}`);
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const cleaning = {
  name: 'cleaning up',
  does: 'removes what this run has made',
  expects: 'nothing of it is left',
};

/** One thing that will not go does not keep the others. */
async function cleanUp({ undo }: Smoke): Promise<Verdict> {
  const left: string[] = [];
  for (const { what, run } of undo.toReversed())
    await run().catch((error: unknown) =>
      left.push(`${what} (${error instanceof Error ? error.message : String(error)})`),
    );
  if (left.length > 0) return fail(`these are left: ${left.join('; ')}`);
  return { kind: 'pass', saw: `${undo.length} things removed` };
}

import { StateMachine } from 'aws-local-stepfunctions';
import { type AslEvent, begin, type Effect, loadMachine, type Machine, step } from '../asl/index.ts';

const ARN = 'arn:aws:states:eu-west-1:000000000000:stateMachine:bench';
const STATES = 20;
/** Milliseconds each measurement runs, after one warm-up of a fifth of that. */
const SPAN_MS = 1500;

type StateMachineDefinition = ConstructorParameters<typeof StateMachine>[0];

const passes = (extra: object): StateMachineDefinition & object => ({
  ...extra,
  StartAt: 'Step 1',
  States: chain((_, next) => ({ Type: 'Pass', ...next })),
});

function chain<T>(make: (n: number, next: { Next: string } | { End: true }) => T): Record<string, T> {
  const numbers = Array.from({ length: STATES }, (_, i) => i + 1);
  return Object.fromEntries(
    numbers.map((n) => [`Step ${n}`, make(n, n < STATES ? { Next: `Step ${n + 1}` } : { End: true })]),
  );
}

const load = (definition: unknown): Machine => loadMachine({ name: 'bench', arn: ARN, definition });

const startOf = (input: unknown, at = 0) => ({
  executionArn: `${ARN}:run`,
  executionName: 'run',
  input,
  at,
  seed: 'bench',
});

/** Runs whole executions for the span and answers transitions per second. */
async function rate(run: () => Promise<unknown>): Promise<number> {
  await repeat(run, SPAN_MS / 5);
  const { runs, ms } = await repeat(run, SPAN_MS);
  return Math.round((runs * STATES * 1000) / ms);
}

async function repeat(run: () => Promise<unknown>, span: number): Promise<{ runs: number; ms: number }> {
  const start = performance.now();
  let runs = 0;
  while (performance.now() - start < span) {
    await run();
    runs += 1;
  }
  return { runs, ms: performance.now() - start };
}

/** 20 Pass states in a row, history complete. */
export function aslPlainTransitionsPerSecond(): Promise<number> {
  const machine = load(passes({ QueryLanguage: 'JSONata' }));
  return rate(() => begin(machine, startOf(INPUT)));
}

const INPUT = { account: 'acct_1', case: 'payment-recovery', run: 1, policy: 'f3a9' };

/** 20 Tasks in a row with Arguments, Output and Assign; each result is there at once. */
export function aslJsonataTransitionsPerSecond(): Promise<number> {
  const machine = load({ QueryLanguage: 'JSONata', StartAt: 'Step 1', States: chain(taskState) });
  return rate(async () => {
    let result = await begin(machine, startOf({ ...INPUT, amount: 4900 }));
    while (result.frame.status === 'RUNNING') result = await step(machine, result.frame, answer(result.effects));
  });
}

const taskState = (n: number, next: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: {
    FunctionName: 'decide',
    Payload: {
      account: '{% $states.input.account %}',
      run: '{% $states.input.run + 1 %}',
      late: '{% $states.input.amount > 100 %}',
    },
  },
  Assign: { [`verdict${n}`]: '{% $states.result.Payload.verdict %}' },
  Output: {
    account: '{% $states.input.account %}',
    run: '{% $states.input.run %}',
    amount: '{% $states.input.amount %}',
    seen: '{% $states.result.Payload.seen %}',
  },
  ...next,
});

function answer(effects: readonly Effect[]): AslEvent {
  const call = effects.find((effect) => effect.kind === 'invoke');
  if (call?.kind !== 'invoke') throw new Error('the benchmark machine waits for something that is no task');
  return {
    kind: 'task-result',
    task: call.task,
    at: 0,
    output: { Payload: { verdict: 'SEND', seen: 3 }, StatusCode: 200 },
  };
}

/** The same 20 Pass states on the interpreter most used from TypeScript (it knows JSONPath only). */
export function peerPlainTransitionsPerSecond(): Promise<number> {
  const machine = new StateMachine(passes({}));
  return rate(() => machine.run(INPUT).result);
}

const DAY = 86_400_000;

/** Five waits of 36 days, each followed by a step that answers at once: half a year of a customer's life. */
export async function reactivation180DaysMs(): Promise<number> {
  const machine = load({
    QueryLanguage: 'JSONata',
    StartAt: 'Wait 1',
    States: Object.fromEntries([1, 2, 3, 4, 5].flatMap(waitAndAct)),
  });
  await live(machine);
  const start = performance.now();
  await live(machine);
  return performance.now() - start;
}

const waitAndAct = (n: number): [string, object][] => [
  [
    `Wait ${n}`,
    {
      Type: 'Wait',
      Timestamp: `{% $fromMillis($toMillis($states.context.State.EnteredTime) + ${36 * DAY}) %}`,
      Next: `Act ${n}`,
    },
  ],
  [
    `Act ${n}`,
    { ...taskState(n, {}), Output: '{% $states.input %}', ...(n < 5 ? { Next: `Wait ${n + 1}` } : { End: true }) },
  ],
];

/** The smallest driver there can be: one timer or one task at a time. */
async function live(machine: Machine): Promise<void> {
  let result = await begin(machine, startOf({ ...INPUT, amount: 4900 }, Date.parse('2026-01-01T00:00:00Z')));
  let now = 0;
  while (result.frame.status === 'RUNNING') {
    const timer = result.effects.find((effect) => effect.kind === 'timer');
    if (timer?.kind === 'timer') now = timer.due;
    const event: AslEvent =
      timer?.kind === 'timer' ? { kind: 'timer', id: timer.id, at: now } : { ...answer(result.effects), at: now };
    result = await step(machine, result.frame, event);
  }
  if (result.frame.status !== 'SUCCEEDED')
    throw new Error(`the benchmark machine ended ${result.frame.status}: ${result.frame.cause}`);
}

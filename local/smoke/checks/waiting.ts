import { dueAt } from '../../../lambdas/cases/case.ts';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';
import { caseIfAny, keyOf, nextRun, theCase, waits } from '../case.ts';
import { type Check, fail, NotReached, pass } from '../check.ts';
import { storeShortPolicy } from '../policy.ts';
import type { Smoke } from '../smoke.ts';

const first = 'Wait for retry 1';
const second = 'Wait for retry 2';
const token = 'updateItem.waitForTaskToken';

const parkedIn = (smoke: Smoke, state: string, seconds: number) =>
  smoke.until(seconds, async () => {
    const row = await caseIfAny(smoke);
    return row?.wait?.state === state ? row : undefined;
  });

export const waitsWithToken: Check = {
  name: 'updateItem.waitForTaskToken',
  does: 'starts the case again on a ladder of minutes and waits until it parks',
  expects:
    'the token stands on the case row, and the history says TaskSubmitted of aws-sdk:dynamodb:updateItem.waitForTaskToken',
  cleansUp: 'removes the policy row',
  async run(smoke) {
    await theCase(smoke);
    const policy = await storeShortPolicy(smoke);
    await smoke.rows.update(keyOf(smoke), { set: [['policy', policy]], add: [['version', 1]] });
    await nextRun(smoke, 'on a ladder of minutes');
    const row = await parkedIn(smoke, first, 90);
    if (!row?.wait) return fail(`no token on the row after 90 s: ${await whereIs(smoke)}`);
    const wait = await smoke.until(20, async () => (await waits(smoke, row, first)).find(({ submitted }) => submitted));
    if (!wait) return fail('the row has a token, but the history has no TaskSubmitted');
    return wait.resource === token ? pass(`"${first}", turn ${row.wait.turn}`) : fail(`it waits with ${wait.resource}`);
  },
};

const whereIs = async (smoke: Smoke): Promise<string> => {
  const row = await theCase(smoke);
  return row.attention ?? `${row.status} at ${row.stage}`;
};

export const timeoutFromJsonata: Check = {
  name: 'TimeoutSeconds from JSONata',
  does: 'compares the timeout AWS computed with the time the row says it waits until',
  expects: 'seconds from the schedule to the due time, rounded up, 1 at least',
  cleansUp: 'nothing was written',
  async run(smoke) {
    const row = await theCase(smoke);
    const wait = (await waits(smoke, row, first)).at(-1);
    if (!wait || row.wait?.state !== first) throw new NotReached(`nothing waits in "${first}"`);
    const due = parseInstant(row.wait.due);
    const expected = Math.max(1, Math.ceil((due - wait.scheduledAt) / 1000));
    const got = wait.timeoutSeconds;
    // The expression reads the clock a moment before the history does.
    if (got !== undefined && Math.abs(got - expected) <= 2) return pass(`${got} s until ${row.wait.due}`);
    return fail(`it is ${got ?? 'absent'}, expected ${expected}`);
  },
};

/** AWS wakes within seconds; a minute is what the design promises to nobody, so it fails here. */
const late = 30;

export const endsOnTime: Check = {
  name: 'a wait ends on time',
  does: 'waits until the due time is past',
  expects: `TaskTimedOut not before the due time and at most ${late} s after it, then the next wait of the ladder`,
  cleansUp: 'nothing was written',
  async run(smoke) {
    const row = await theCase(smoke);
    if (row.wait?.state !== first) throw new NotReached(`nothing waits in "${first}"`);
    const due = parseInstant(row.wait.due);
    const seconds = Math.max(0, Math.ceil((due - smoke.reaches.now()) / 1000));
    const ended = await smoke.until(seconds + late, async () => (await waits(smoke, row, first)).at(-1)?.ended);
    if (ended?.type !== 'TaskTimedOut')
      return fail(`it ended as ${ended?.type ?? 'nothing'} within ${late} s of ${row.wait.due}`);
    const after = (ended.at - due) / 1000;
    if (after < -1) return fail(`it ended ${-after} s before it was due`);
    const next = await parkedIn(smoke, second, 60);
    return next
      ? pass(`${after.toFixed(1)} s after it was due, now in "${second}"`)
      : fail(`it does not stand in "${second}": ${await whereIs(smoke)}`);
  },
};

export const sweepAnswers: Check = {
  name: 'the sweep runs each minute',
  does: 'writes news on the case and tells nobody, as if the process had died before it answered',
  expects: 'within 130 s the sweep answers the token (its role is scoped to the machine) and the case parks anew',
  cleansUp: 'nothing besides the case',
  async run(smoke) {
    const row = await parkedIn(smoke, second, 0);
    if (!row?.wait) throw new NotReached(`nothing waits in "${second}"`);
    const { turn } = row.wait;
    await smoke.rows.update(keyOf(smoke), {
      set: dueAt(row.account, row.sk, smoke.reaches.now()),
      add: [
        ['news', 1],
        ['version', 1],
      ],
    });
    const parked = await smoke.until(130, async () => {
      const again = await caseIfAny(smoke);
      return again?.wait && again.wait.turn > turn ? again.wait : undefined;
    });
    return parked
      ? pass(`answered, parked again with turn ${parked.turn}`)
      : fail('nobody answered within 130 s: look at the schedule and at the log of sweep');
  },
};

import { instant, toIso } from '../../lambdas/kernel/instant.ts';
import { nextTimer } from '../world/stripe-timers.ts';
import type { World } from '../world/world.ts';
import { byText, messagesOf, rowsOf, runsOf } from './table-rows.ts';

export interface Pending {
  readonly due: string;
  readonly account: string | null;
  readonly journey: string | null;
  readonly what: string;
  readonly key: string | null;
}

/** What is still to come: waits of journeys, mail, tasks, Stripe's own doings, webhooks on their way, steps of the story. */
export const pendingOf = (world: World): Pending[] =>
  [...waits(world), ...mails(world), ...tasks(world), ...onTheirWay(world), ...atStripe(world)].sort(
    byText((one) => `${one.due}|${one.account ?? '~'}|${one.what}|${one.key}`),
  );

const waits = (world: World): Pending[] =>
  runsOf(world).flatMap(({ account, journey, subject, run, status, wait }) =>
    wait && status !== 'closed'
      ? [{ due: wait.due, account, journey, what: wait.state, key: `${journey}/${subject}/${run}` }]
      : [],
  );

const mails = (world: World): Pending[] =>
  messagesOf(world).flatMap(({ status, due, account, journey, template, key }) =>
    status === 'PENDING' || status === 'SENDING' ? [{ due, account, journey, what: `mail ${template}`, key }] : [],
  );

const tasks = (world: World): Pending[] =>
  rowsOf(world, 'task').flatMap((task) =>
    task.status === 'open'
      ? [
          {
            due: String(task.due),
            account: String(task.account),
            journey: null,
            what: `task ${task.kind}`,
            key: String(task.id),
          },
        ]
      : [],
  );

const nobody = { account: null, journey: null, key: null };

/** Timers of executions show as waits already, and the sweep is machinery. */
const onTheirWay = ({ simulator }: World): Pending[] =>
  simulator.queue
    .pending()
    .filter(({ class: of, what }) => of === 'story' || what.startsWith('webhook'))
    .map(({ due, what }) => ({ due: toIso(instant(due)), ...nobody, what }));

const atStripe = ({ stripe }: World): Pending[] => {
  const timer = nextTimer(stripe);
  return timer ? [{ due: toIso(instant(timer.due)), ...nobody, what: timer.what }] : [];
};

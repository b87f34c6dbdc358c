import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import type { Change, Condition, Item, Rows } from '../../lambdas/kernel/rows.ts';
import type { World } from '../../local/world/world.ts';

type Update = Rows['update'];
type Put = Rows['put'];

export const withRows =
  (change: (rows: Rows) => Partial<Rows>) =>
  (ports: Ports): Ports => ({ ...ports, rows: { ...ports.rows, ...change(ports.rows) } });

export const isCase = (key: { readonly sk: string }): boolean => key.sk.startsWith('CASE#');

/** The parts of an AND, whatever it is written as. */
const partsOf = (condition: Condition | undefined): readonly Condition[] =>
  condition === undefined ? [] : condition.kind === 'all' ? condition.of.flatMap(partsOf) : [condition];

const namesPath = (condition: Condition, path: string): boolean =>
  'path' in condition
    ? [condition.path].flat().join('.') === path
    : 'of' in condition && !Array.isArray(condition.of)
      ? namesPath(condition.of as Condition, path)
      : false;

/** The same change without the conditions on some attribute. */
export function unguarded(change: Change, path: string): Change {
  const { if: condition, ...rest } = change;
  const left = partsOf(condition).filter((part) => !namesPath(part, path));
  return left.length === 0 ? rest : { ...rest, if: { kind: 'all', of: left } };
}

export const setting = (change: Change, path: string): unknown =>
  change.set?.find(([name]) => [name].flat().join('.') === path)?.[1];

export const sets = (change: Change, path: string): boolean => setting(change, path) !== undefined;

export const resetting = (change: Change, path: string, value: unknown): Change => ({
  ...change,
  set: change.set?.map(([name, old]) => ([name].flat().join('.') === path ? [name, value] : [name, old])) ?? [],
});

export const updating = (change: (update: Update, rows: Rows) => Update) =>
  withRows((rows) => ({ update: change(rows.update, rows) }));

export const putting = (change: (put: Put) => Put) => withRows((rows) => ({ put: change(rows.put) }));

export const reading = (change: (item: Item) => Item) =>
  withRows((rows) => ({
    get: async (key) => {
      const item = await rows.get(key);
      return item && change(item);
    },
  }));

/** Another condition at every park; the machine's text holds it once a wait. */
export const saying =
  (clause: string, instead: string) =>
  (text: string): string => {
    if (!text.includes(clause)) throw new Error(`no state of the machine says "${clause}": plant the bug anew`);
    return text.replaceAll(clause, instead);
  };

/** The status event of a run comes late and is taken for one of the run that has its place by then. */
export function blameTheNextRun(world: World): void {
  const send = world.queues.send.bind(world.queues);
  world.queues.send = async (command) => {
    const input: Readonly<Record<string, unknown>> = { ...command.input };
    if (input.QueueUrl !== 'execution-events' || input.MessageBody === undefined) return send(command);
    const late = () => void send(new SendMessageCommand(misread(world, input)));
    world.simulator.at(world.simulator.now() + 15_000, 'delivery', 'a late status event', late);
    return {};
  };
}

function misread(world: World, input: Readonly<Record<string, unknown>>) {
  const { detail } = JSON.parse(String(input.MessageBody)) as { detail: { name: string; input: string } };
  const named = JSON.parse(detail.input) as { run: number };
  const row = [...world.table.items()].find((item) => item.entity === 'case');
  const run = Math.max(Number(row?.run), named.run);
  const name = detail.name.replace(/-\d+$/, `-${run}`);
  const read = { ...detail, name, input: JSON.stringify({ ...named, run }) };
  return { QueueUrl: 'execution-events', MessageBody: JSON.stringify({ detail: read }) };
}

/** The day after the first steps everything is live, and nobody asks what mode a run was opened in. */
export function goingLive(): (ports: Ports) => Ports {
  let opened = false;
  const live = reading((item) =>
    item.entity === 'message' || item.entity === 'case' ? { ...item, mode: 'live' } : item,
  );
  return (ports) => ({
    ...live(ports),
    policies: {
      load: (hash) => {
        opened = true;
        return ports.policies.load(hash);
      },
      current: async () => {
        const { hash, config } = await ports.policies.current();
        return { hash, config: opened ? { ...config, mode: { ...config.mode, default: 'live' } } : config };
      },
    },
  });
}

export const sending =
  (queue: string, change: (body: string) => string) =>
  (ports: Ports): Ports => ({
    ...ports,
    queues: {
      ...ports.queues,
      send: (to, body, options) => ports.queues.send(to, to === queue ? change(body) : body, options),
    },
  });

export const paying =
  (change: (pay: Ports['billing']['pay']) => Ports['billing']['pay']) =>
  (ports: Ports): Ports => ({ ...ports, billing: { ...ports.billing, pay: change(ports.billing.pay) } });

/** What was open at the first look is still open ten days later. */
export function rememberingGoal(): (ports: Ports) => Ports {
  const known = new Map<string, Awaited<ReturnType<Ports['billing']['invoice']>>>();
  return (ports) => ({
    ...ports,
    billing: {
      ...ports.billing,
      invoice: async (id, lane) => {
        const remembered = lane === 'goal' ? known.get(id) : undefined;
        const read = remembered ?? (await ports.billing.invoice(id, lane));
        known.set(id, read);
        return read;
      },
    },
  });
}

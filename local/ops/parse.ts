import { parseArgs } from 'node:util';
import { type Command, commandSchema, OpsError } from './command.ts';

export type Target =
  | { readonly kind: 'local'; readonly url: string }
  | { readonly kind: 'aws'; readonly stage: string };

export type Parsed =
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; readonly command: Command; readonly target: Target };

const localUrl = 'http://localhost:4242';

const options = {
  help: { type: 'boolean', short: 'h' },
  why: { type: 'string' },
  who: { type: 'string' },
  policy: { type: 'string' },
  account: { type: 'string' },
  since: { type: 'string' },
  yes: { type: 'boolean' },
  local: { type: 'boolean' },
  aws: { type: 'boolean' },
  stage: { type: 'string' },
} as const;

/** Handing back has a command of its own, which asks first. */
type OpsCommand = Exclude<Command['command'], 'handback'>;

/** What each command takes, in order; an act on one case needs a reason of its own. */
const places = {
  stop: { names: ['account', 'subject'], why: 'needed' },
  nudge: { names: ['account', 'subject'], why: 'needed' },
  restart: { names: ['account', 'subject'], why: 'needed' },
  attention: { names: [], why: 'none' },
  link: { names: ['customer', 'account'], why: 'optional' },
  reconcile: { names: [], why: 'optional' },
  reconciled: { names: [], why: 'none' },
  enrol: { names: ['journey'], why: 'optional' },
  'replay-webhook': { names: ['what'], why: 'optional' },
  'pause-all': { names: [], why: 'optional' },
  'resume-all': { names: [], why: 'optional' },
} as const satisfies Record<OpsCommand, { names: readonly string[]; why: 'needed' | 'optional' | 'none' }>;

const spelled: Readonly<Record<string, string>> = {
  subject: 'subscription',
  customer: 'Stripe customer',
  what: 'event id or instant',
};
const word = (name: string): string => `<${spelled[name] ?? name}>`;

interface Surroundings {
  readonly user: string;
  readonly url?: string | undefined;
}

/** @throws OpsError with one sentence: what is wrong and how it is written */
export function parse(args: readonly string[], { user, url }: Surroundings): Parsed {
  const { values, positionals } = read(args);
  const [name, ...rest] = positionals;
  if (values.help || name === undefined || name === 'help') return { kind: 'help' };
  const { names, why } = placesOf(name);
  if (rest.length !== names.length) throw new OpsError(usageOf(name));
  if (why === 'needed' && !values.why?.trim()) throw new OpsError(`ops ${name} asks for a reason: --why "..."`);
  if (values.policy !== undefined && name !== 'restart') throw new OpsError('--policy belongs to ops restart only');
  if (values.account !== undefined && name !== 'reconcile')
    throw new OpsError('--account belongs to ops reconcile only, other commands name the account first');
  const by = why === 'none' ? {} : { who: values.who ?? user, why: values.why ?? 'no reason given' };
  const policy = values.policy === undefined ? {} : { policy: values.policy };
  const account = values.account === undefined ? {} : { account: values.account };
  const enrol = name === 'enrol' ? enrolment(values) : noEnrolment(values);
  const named = Object.fromEntries(names.map((one, index) => [one, rest[index]]));
  return {
    kind: 'run',
    command: checked({ command: name, ...named, ...by, ...policy, ...account, ...enrol }),
    target: targetOf(values, url),
  };
}

interface Enrolment {
  readonly since?: string | undefined;
  readonly yes?: boolean | undefined;
}

/** A day stands for its first second, UTC. */
function enrolment({ since, yes = false }: Enrolment) {
  if (since === undefined) throw new OpsError('ops enrol asks since when: --since 2026-11-01');
  const at = /^\d{4}-\d{2}-\d{2}$/.test(since) ? `${since}T00:00:00Z` : since;
  if (Number.isNaN(Date.parse(at))) throw new OpsError(`--since is "${since}", expected a day such as 2026-11-01`);
  return { since: at, yes };
}

function noEnrolment({ since, yes }: Enrolment): object {
  if (since === undefined && yes === undefined) return {};
  throw new OpsError('--since and --yes belong to ops enrol only');
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const [first = ''] = String(Object(error).message).split(/\.(?: |$)|\n/);
    throw new OpsError(`${first.charAt(0).toLowerCase()}${first.slice(1)}: see ops --help`);
  }
}

function placesOf(name: string): (typeof places)[OpsCommand] {
  if (isCommand(name)) return places[name];
  throw new OpsError(`"${name}" is no ops command, there are ${Object.keys(places).join(', ')}`);
}

const isCommand = (name: string): name is OpsCommand => Object.hasOwn(places, name);

function usageOf(name: string): string {
  const { names, why } = placesOf(name);
  return `it is written: ops ${[name, ...names.map(word)].join(' ')}${why === 'needed' ? ' --why "..."' : ''}`;
}

function checked(command: Readonly<Record<string, unknown>>): Command {
  const parsed = commandSchema.safeParse(command);
  if (parsed.success) return parsed.data;
  const [field = 'command'] = (parsed.error.issues[0]?.path ?? []).map(String);
  const hints: Readonly<Record<string, string>> = {
    policy: 'own or current',
    journey: 'payment-recovery',
    since: 'an instant such as 2026-11-01T00:00:00Z',
    customer: "a Stripe customer's id such as cus_123",
    why: 'a reason of 1 to 500 characters',
  };
  throw new OpsError(
    `"${String(command[field])}" is no ${spelled[field] ?? field}, expected ${hints[field] ?? 'a text'}`,
  );
}

function targetOf(values: { local?: boolean; aws?: boolean; stage?: string }, url = localUrl): Target {
  if (values.local && values.aws) throw new OpsError('--local and --aws exclude each other, give one of them');
  if (values.aws && values.stage === undefined) throw new OpsError('--aws asks for the stage: --stage <name>');
  if (!values.aws && values.stage !== undefined) throw new OpsError('--stage belongs to --aws, give both');
  if (values.stage !== undefined) return { kind: 'aws', stage: values.stage };
  if (!URL.canParse(url)) throw new OpsError(`HOLDFAST_URL is "${url}", expected an address such as ${localUrl}`);
  return { kind: 'local', url };
}

import { DefinitionError, loadMachine } from '../asl/index.ts';
import { isFunction } from '../world/functions.ts';
import { supports } from '../world/services.ts';
import type { StoryAccount } from './account-schema.ts';
import { meant } from './mistakes.ts';
import type { Of, Step } from './step-schema.ts';
import { webhookFaults } from './words.ts';

/** Whom and what a step names, as far as that can be known before the story is played. */
export function mistakesIn(step: Step, index: number, accounts: readonly StoryAccount[]): string[] {
  const say = (field: string, sentence: string): string => `story[${index}].${field}: ${sentence}`;
  const found = [...wrongAccount(step, accounts), ...wrongEmail(step, accounts), ...ownRules(step)];
  return found.map(([field, sentence]) => say(field, sentence));
}

type Mistake = readonly [field: string, sentence: string];

function wrongAccount(step: Step, accounts: readonly StoryAccount[]): Mistake[] {
  const id = 'account' in step ? step.account : undefined;
  const known = accounts.map((account) => account.id);
  if (id === undefined || known.includes(id)) return [];
  return [['account', `got "${id}", allowed is ${known.join(', ')}${meant(id, known)}`]];
}

function wrongEmail(step: Step, accounts: readonly StoryAccount[]): Mistake[] {
  if (!('email' in step) || step.email === undefined) return [];
  const known = accounts.flatMap(({ contacts }) => contacts.map(({ email }) => email));
  if (known.includes(step.email)) return [];
  return [['email', `got "${step.email}", allowed is ${known.join(', ') || 'none'}${meant(step.email, known)}`]];
}

function ownRules(step: Step): Mistake[] {
  switch (step.do) {
    case 'fault':
      return wrongFault(step);
    case 'ops':
      return wrongOps(step);
    case 'deploy':
      return wrongDeploy(step);
    default:
      return [];
  }
}

const clients = ['stripe', 'ses', 'store', 'workflows', 'queues', 'bus', 'webhooks'];

function wrongFault({ target, fault, times, for: during }: Of<'fault'>): Mistake[] {
  const lambda = target.startsWith('lambda:') ? target.slice('lambda:'.length) : undefined;
  if (lambda === undefined ? !clients.includes(target) : !isFunction(lambda))
    return [['target', `got "${target}", allowed is ${clients.join(', ')} or lambda:<name>${meant(target, clients)}`]];
  const forWebhooks = webhookFaults.some((one) => one === fault);
  if (forWebhooks !== (target === 'webhooks'))
    return [
      ['fault', `got "${fault}" for ${target}: ${webhookFaults.join(', ')} are for webhooks, the others for calls`],
    ];
  return times !== undefined && during !== undefined ? [['for', 'set "times" or "for", not both']] : [];
}

const aboutAll = ['pause-all', 'resume-all', 'attention'];

function wrongOps({ command, account, customer }: Of<'ops'>): Mistake[] {
  if (command === 'link' && customer === undefined)
    return [['customer', 'got nothing, "link" needs a Stripe customer']];
  return account === undefined && !aboutAll.includes(command)
    ? [['account', `got nothing, "${command}" is about one account`]]
    : [];
}

/** Without a definition or a config a deploy starts the same handlers anew. */
function wrongDeploy({ statemachine, definition }: Of<'deploy'>): Mistake[] {
  if (definition === undefined) return [];
  if (statemachine === undefined) return [['statemachine', 'got nothing, say which machine the definition is for']];
  try {
    loadMachine({
      name: statemachine,
      arn: `arn:aws:states:local:000000000000:stateMachine:${statemachine}`,
      definition,
      supports,
    });
    return [];
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    const places = error.problems.map(({ path, message }) => `${path}: ${message}`);
    return [
      [
        'definition',
        `${error.isUnsupported ? 'it cannot run here' : 'Step Functions would refuse it'}: ${places.join('; ')}`,
      ],
    ];
  }
}

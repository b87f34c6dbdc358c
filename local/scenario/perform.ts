import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { toIso } from '../../lambdas/kernel/instant.ts';
import type { StoryAccount } from './account-schema.ts';
import { act, isStripeStep } from './acts.ts';
import { missingCapability } from './capabilities.ts';
import { consent } from './consent-step.ts';
import { deploy } from './deploy-step.ts';
import { mailEvent } from './mail-step.ts';
import { command } from './ops-step.ts';
import { accountsOf } from './report-accounts.ts';
import { pendingOf } from './report-pending.ts';
import { runSchedule } from './run-step.ts';
import type { Stage } from './stage.ts';
import { type BuiltStep, isBuilt, type Of, type Step } from './step-schema.ts';
import { doTask } from './task-step.ts';
import { answerPage, clickLink } from './visit-step.ts';
import { sendWebhook } from './webhook-step.ts';

export async function perform(stage: Stage, step: Step): Promise<void> {
  if (!isBuilt(step)) return note(stage, missingCapability(step.do), 'account' in step ? step.account : undefined);
  if (!isStripeStep(step)) return performOwn(stage, step);
  const said = act(stage.world, step, accountOf(stage, step.account));
  if (said) note(stage, said, step.account);
}

/** What the runtime itself does, rather than Stripe. */
async function performOwn(stage: Stage, step: BuiltStep): Promise<void> {
  switch (step.do) {
    case 'note':
      return note(stage, step.text, step.account);
    case 'look':
      return look(stage, step);
    case 'config':
      return reconfigure(stage, step.set);
    case 'webhook':
      return sendWebhook(stage.world, step);
    case 'fault':
      return stage.faults.arm(step);
    case 'ops':
      return command(stage, step);
    case 'run':
      return runSchedule(stage, step);
    case 'deploy':
      return deploy(stage, step);
    case 'mail_event':
      return mailEvent(stage, step);
    case 'card.consent':
      return consent(stage, step, accountOf(stage, step.account));
    case 'answer':
      return answerPage(stage, step);
    case 'task.done':
      return doTask(stage, step);
    case 'click':
      return clickLink(stage, step);
    default:
      throw new Error(`"${step.do}" is listed as built and has no act`);
  }
}

const note = ({ world, recorder }: Stage, text: string, account?: string): void =>
  recorder.note(world.simulator.now(), text, account);

function look({ world, looks }: Stage, { label }: Of<'look'>): void {
  looks.push({ at: toIso(world.simulator.now()), label, accounts: accountsOf(world), pending: pendingOf(world) });
}

/** Checked when the story was read, so that a wrong one was found before anything was played. */
async function reconfigure(stage: Stage, set: unknown): Promise<void> {
  stage.input = mergeConfig(stage.input, set);
  await stage.world.configure(resolveConfig(stage.input));
}

function accountOf({ story }: Stage, id: string): StoryAccount {
  const account = story.accounts.find((one) => one.id === id);
  if (!account) throw new Error(`no account "${id}" is declared`);
  return account;
}

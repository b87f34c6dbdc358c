import { app } from '../../lambdas/app/app.handler.ts';
import { billingEvents } from '../../lambdas/billing/billing-events.handler.ts';
import { cardScan } from '../../lambdas/cards/card-scan.handler.ts';
import { caseAttention } from '../../lambdas/cases/case-attention.handler.ts';
import { executionEvents } from '../../lambdas/cases/execution-events.handler.ts';
import type { HandlerDefinition } from '../../lambdas/kernel/define-handler.ts';
import type { QueueName } from '../../lambdas/kernel/ports.ts';
import { dispatcher } from '../../lambdas/messaging/dispatch.handler.ts';
import { mailEvents } from '../../lambdas/messaging/mail-events.handler.ts';
import { sweeper } from '../../lambdas/ops/sweep.handler.ts';
import { pages } from '../../lambdas/pages/pages.handler.ts';
import { reconciler } from '../../lambdas/reconcile/reconciler.handler.ts';
import { recoveryStep } from '../../lambdas/recovery/recovery-step.handler.ts';
import { type FunctionName, functions } from '../../lambdas/registry.ts';
import { webhooksOut } from '../../lambdas/webhooks/webhooks-out.handler.ts';
import type { Started } from './invocations.ts';

/** What the deployed system calls by name. The webhook is called over HTTP, see webhooks.ts; so are the pages, see visit.ts. */
export const handlers: Readonly<Partial<Record<FunctionName, HandlerDefinition<unknown>>>> = {
  'recovery-step': recoveryStep,
  'case-attention': caseAttention,
  'billing-events': billingEvents,
  dispatcher,
  'execution-events': executionEvents,
  'mail-events': mailEvents,
  sweep: sweeper,
  reconciler,
  pages,
  app,
  'card-scan': cardScan,
  'webhooks-out': webhooksOut,
};

export const consumers: Readonly<Record<QueueName, FunctionName>> = {
  'billing-events': 'billing-events',
  outbox: 'dispatcher',
  'execution-events': 'execution-events',
  'mail-events': 'mail-events',
  'webhooks-out': 'webhooks-out',
};

export const isFunction = (name: string): name is FunctionName => Object.hasOwn(functions, name);

/** A function with the limit the registry gives it. */
export const started = (name: FunctionName): Started => ({
  function: name,
  timeoutSeconds: functions[name].timeoutSeconds,
});

import { type HandedBack, handBack, type Line } from '../../lambdas/handback/hand-back.ts';
import { resumePaused } from '../../lambdas/handback/resume-paused.ts';
import { formatMoney } from '../../lambdas/kernel/money.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import { table } from '../ops/table.ts';

export interface Asked {
  readonly dryRun: boolean;
  readonly resume: readonly { readonly account: string; readonly subscription: string }[];
  readonly who: string;
  readonly why: string;
}

/** The mark in front of a line that a program asks a person about. */
export const pausedMark = 'paused:';

/** Hands back, resumes what a person has said yes to, and says in plain lines what became of each thing. */
export async function handBackLines(asked: Asked, ports: Ports): Promise<string[]> {
  const resumed: string[] = [];
  if (!asked.dryRun)
    for (const one of asked.resume)
      resumed.push(`resumed ${one.subscription} of ${one.account}: ${await resumePaused(one, ports)}`);
  const report = await handBack(asked, ports);
  return [...resumed, ...toldOf(report, asked.dryRun)];
}

export function toldOf({ given, ended, paused, left, busy }: HandedBack, dryRun: boolean): string[] {
  const would = dryRun ? 'would be ' : '';
  return [
    `${ended} ${ended === 1 ? 'case' : 'cases'} ${would}ended, ${given.length} open ${given.length === 1 ? 'invoice' : 'invoices'} ${would}given back to Stripe (auto_advance on)`,
    ...tableOf(given),
    ...paused.map(
      ({ account, subscription, how }) =>
        `${pausedMark} ${account} ${subscription} stays paused at Stripe (${how === 'subscription' ? 'a true pause: resuming bills a new period at once' : 'pause_collection: resuming bills nothing by itself'})`,
    ),
    ...(left.length === 0 ? [] : ['held and left as they are; collect or void them in Stripe:', ...tableOf(left)]),
    ...busy.map(
      ({ account, subscription }) => `a charge is under way: ${account} ${subscription}; run it again in a minute`,
    ),
  ];
}

const tableOf = (lines: readonly (Line & { readonly why?: string })[]): string[] =>
  lines.length === 0
    ? []
    : table(
        ['account', 'subscription', 'invoice', 'open', 'why'],
        lines.map(({ account, subscription, invoice, amount, why }) => [
          account,
          subscription,
          invoice ?? '',
          amount ? formatMoney(amount, 'en-US') : '',
          why ?? '',
        ]),
      );

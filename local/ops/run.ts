import { type Case, caseSort } from '../../lambdas/cases/case.ts';
import { loadCase } from '../../lambdas/cases/load-case.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import { attention, link, nudge, pauseAll, restart, resumeAll, stop } from '../../lambdas/ops/commands.ts';
import { replayWebhook } from '../../lambdas/webhooks/replay.ts';
import { handBackLines } from '../handback/lines.ts';
import { patientPorts } from '../import/patient.ts';
import type { Answer, Command } from './command.ts';
import { enrolLines } from './enrol.ts';
import { lastReconciled, reconcileByHand } from './reconcile.ts';
import { table } from './table.ts';

/** On the wall; a world of virtual time lets its own pass. */
const aSecond = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000));

/** Does what was asked for, through the same functions at home and in AWS. @returns the sentence that says so */
export async function carryOutCommand(command: Command, ports: Ports, second = aSecond): Promise<Answer> {
  switch (command.command) {
    case 'stop':
      await stop(command, byOf(command), ports);
      return { lines: [`stopped the case of ${command.account} about ${command.subject}`] };
    case 'nudge':
      await nudge(command, byOf(command), ports);
      return { lines: [`nudged the case of ${command.account} about ${command.subject}`] };
    case 'restart':
      await restart(command, byOf(command), ports, command.policy);
      return { lines: [`restarted the case of ${command.account} about ${command.subject}`] };
    case 'attention':
      return { lines: attentionTable(await attention(ports)) };
    case 'link':
      await link(command.customer, command.account, byOf(command), ports);
      return { lines: [`linked ${command.customer} to ${command.account}`] };
    case 'reconcile':
      return { lines: await reconcileByHand(command, ports, second) };
    case 'reconciled':
      return { lines: await lastReconciled(ports) };
    case 'handback':
      return { lines: await handBackLines(command, patientPorts(ports, second)) };
    case 'enrol':
      return { lines: await enrolLines(command, ports) };
    case 'replay-webhook': {
      const count = await replayWebhook(command.what, byOf(command), ports);
      return {
        lines: [`${count} ${count === 1 ? 'delivery is' : 'deliveries are'} sent again, each under the id it had`],
      };
    }
    case 'pause-all':
      await pauseAll(byOf(command), ports);
      return { lines: ['paused: no mail and no charge leaves until ops resume-all'] };
    case 'resume-all':
      await resumeAll(byOf(command), ports);
      return { lines: ['resumed: mails and charges leave again, each within its own deadline'] };
    default:
      return command satisfies never;
  }
}

const byOf = ({ who, why }: { readonly who: string; readonly why: string }) => ({ who, why });

/** Where the case stands now, for whoever has just touched it. */
export async function whereItStands(command: Command, { rows }: Ports): Promise<readonly string[]> {
  if (!('subject' in command)) return [];
  const row = await loadCase(rows, command.account, caseSort('payment-recovery', command.subject));
  return row ? [standing(row)] : [];
}

function standing({ run, status, stage, outcome, wait, attention: problem }: Case): string {
  const where = status === 'closed' ? `closed as ${outcome ?? 'unknown'}` : `${status} at ${stage}`;
  const waits = wait && status !== 'closed' ? `, in "${wait.state}" until ${wait.due}` : '';
  return `run ${run}: ${where}${waits}${problem ? ` (${problem})` : ''}`;
}

const attentionTable = (cases: readonly Case[]): string[] =>
  cases.length === 0
    ? ['no case needs attention']
    : table(
        ['account', 'subscription', 'run', 'stage', 'opened', 'why'],
        cases.map(({ account, subject, run, stage, openedAt, attention: why }) => [
          account,
          subject,
          String(run),
          stage,
          `${openedAt.slice(0, 16)}Z`,
          why ?? '',
        ]),
      );

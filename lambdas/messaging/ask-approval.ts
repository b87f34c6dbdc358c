import type { Ports } from '../kernel/ports.ts';
import { approvalsKey } from './approval.ts';
import { leaveToPerson } from './compose-mail.ts';
import type { Sending } from './sending.ts';
import { approvalTask } from './tasks.ts';

/** One task per template: whoever does it finds all that wait on the console's page of messages. */
export async function askForApproval(sending: Sending, ports: Ports): Promise<void> {
  const key = approvalsKey(sending.message.template);
  const row = await ports.rows.get(key);
  if (row?.asked !== undefined) return;
  await leaveToPerson(approvalTask(sending, ports.clock.now()), ports);
  await ports.rows.update(key, {
    set: [
      ['entity', 'approval'],
      ['template', sending.message.template],
      ['asked', sending.message.key],
    ],
  });
}

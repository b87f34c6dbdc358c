import { normalAddress } from '../kernel/ids.ts';
import type { Stage } from '../kernel/ports.ts';

/** Live, or the laptop, whose mailbox is not the world's: no other stage may surprise a stranger (completions N8). */
const reachesEverybody = ({ name, livemode }: Stage): boolean => livemode || name === 'local';

/** Decided just before SES: `allowList` holds addresses and domains with their @. */
export function mayReach(address: string, stage: Stage, allowList: readonly string[]): boolean {
  if (reachesEverybody(stage)) return true;
  const whole = normalAddress(address);
  return allowList.some((entry) => {
    const allowed = normalAddress(entry);
    return allowed.startsWith('@') ? whole.endsWith(allowed) : whole === allowed;
  });
}

/** Nobody may take a mail of a test for a true one. */
export const stageSubject = (subject: string, stage: Stage): string =>
  reachesEverybody(stage) ? subject : `[${stage.name}] ${subject}`;

import * as z from 'zod';
import { stableFraction } from '../kernel/ids.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent } from '../kernel/rows.ts';

const holdoutSchema = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  entity: z.literal('holdout'),
  account: z.string(),
  experiment: z.string(),
  arm: z.enum(['treated', 'held_out']),
  /** The chance to be held out that the account was drawn with; 0 or 1: it was put there by hand. */
  p: z.number().min(0).max(1),
  at: z.string(),
});

export type Holdout = z.infer<typeof holdoutSchema>;
export type Enrolled = { readonly name: string; readonly arm: Holdout['arm']; readonly p: number };

/** The unit is the account, the draw a hash of account and experiment (completions A14). */
export const armOf = (account: string, experiment: string, p: number): Holdout['arm'] =>
  stableFraction('holdout', experiment, account) < p ? 'held_out' : 'treated';

export const holdoutRow = (
  account: string,
  experiment: string,
  arm: Holdout['arm'],
  p: number,
  at: string,
): Holdout => ({
  pk: `A#${account}`,
  sk: `HOLDOUT#${experiment}`,
  entity: 'holdout',
  account,
  experiment,
  arm,
  p,
  at,
});

/** Drawn once and then kept: a share that is changed in the configuration moves nobody who is in already. */
export async function enrol(
  account: string,
  experiment: string,
  percent: number,
  { rows, clock }: Pick<Ports, 'rows' | 'clock'>,
): Promise<Enrolled> {
  const p = percent / 100;
  const row = holdoutRow(account, experiment, armOf(account, experiment, p), p, toIso(clock.now()));
  const written = await rows.put(row, ifAbsent);
  const stands = written.kind === 'refused' && written.item ? holdoutSchema.parse(written.item) : row;
  return { name: experiment, arm: stands.arm, p: stands.p };
}

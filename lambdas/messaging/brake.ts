import type { Ports } from '../kernel/ports.ts';
import type { Key } from '../kernel/rows.ts';

export const brakeKey: Key = { pk: 'BRAKE#all', sk: 'BRAKE' };

/** `ops pause-all`: one flag that every mail and every charge asks for before it leaves (completions N4). */
export async function isBraked({ rows }: Pick<Ports, 'rows'>): Promise<boolean> {
  const item = await rows.get(brakeKey);
  return item?.on === true;
}

import type { Context } from 'hono';
import { clockBar } from '../console/clock-bar.ts';
import type { View } from '../console/layout.ts';
import { nextHappening } from '../console/next-happening.ts';
import type { Host } from './host.ts';

/** While time passes by itself the page follows it. */
const everySeconds = 2;

/** A page of this world: its clock above it. */
export function viewOf({ world, pace }: Host, path: string): View {
  const bar = clockBar({ now: world.simulator.now(), pace, next: nextHappening(world) });
  const view = { place: { kind: 'laptop' }, path, bar } as const;
  return pace.kind === 'jump' ? view : { ...view, renewEvery: everySeconds * 1000 };
}

export const viewFor = (c: Context, host: Host): View => viewOf(host, c.req.path);

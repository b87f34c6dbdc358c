import type { World } from '../world/world.ts';
import type { ArmedFaults } from './armed-faults.ts';
import type { PageSeen } from './browser.ts';
import type { Story } from './read-story.ts';
import type { Recorder } from './recorder.ts';

/** Everything one story is played with. */
export interface Stage {
  readonly world: World;
  readonly story: Story;
  readonly recorder: Recorder;
  readonly faults: ArmedFaults;
  readonly looks: { at: string; label: string; accounts: unknown; pending: unknown }[];
  readonly answers: { at: string; text: string; kind: string; data: unknown }[];
  /** Every request at one of our pages, in order. */
  readonly pages: PageSeen[];
  /** The configuration as written, which `config` steps lay more over. */
  input: unknown;
}

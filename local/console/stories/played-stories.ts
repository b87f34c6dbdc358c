import type { Report } from '../../scenario/report.ts';
import type { World } from '../../world/world.ts';

export interface Played {
  readonly id: string;
  /** The story as it was typed, to be changed and played again. */
  readonly text: string;
  readonly report: Report;
  /** As it stands at the story's end: its executions can be drawn. */
  readonly world: World;
}

/** Each holds a whole world: the last few are enough to compare. */
const kept = 8;

/** The stories played in this process, newest first. */
export class PlayedStories {
  #count = 0;
  #all: readonly Played[] = [];

  get all(): readonly Played[] {
    return this.#all;
  }

  find(id: string): Played | undefined {
    return this.#all.find((one) => one.id === id);
  }

  add(played: Omit<Played, 'id'>): Played {
    this.#count += 1;
    const added = { id: String(this.#count), ...played };
    this.#all = [added, ...this.#all].slice(0, kept);
    return added;
  }
}

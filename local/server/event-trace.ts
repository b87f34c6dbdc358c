import type { World } from '../world/world.ts';

export interface Heard {
  readonly account: string;
  readonly subject: string;
}

/** Which case each event was news of, kept from the rows as they are written: a case remembers its last fifty. */
export class EventTrace {
  readonly #world: World;
  readonly #heard = new Map<string, Heard>();
  readonly #written = new Set<string>();

  constructor(world: World) {
    this.#world = world;
    for (const item of world.table.everything()) this.#take(item);
    world.table.watch(({ pk, sk }) => {
      if (sk.startsWith('CASE#')) this.#written.add(`${pk}\n${sk}`);
    });
  }

  caseOf(event: string): Heard | undefined {
    for (const key of this.#written) {
      const [pk = '', sk = ''] = key.split('\n');
      this.#take(this.#world.table.find({ pk, sk }));
    }
    this.#written.clear();
    return this.#heard.get(event);
  }

  /** Why an event changed nothing, where that was written down. */
  reasonOf(event: string): string | undefined {
    const why = this.#world.table.find({ pk: `EVENT#${event}`, sk: 'EVENT' })?.why;
    return why === undefined ? undefined : String(why);
  }

  #take(row: Readonly<Record<string, unknown>> | undefined): void {
    if (row?.entity !== 'case' || !Array.isArray(row.applied)) return;
    const heard = { account: String(row.account), subject: String(row.subject) };
    for (const event of row.applied) this.#heard.set(String(event), heard);
  }
}

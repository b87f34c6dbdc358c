/** At equal instants the outside story moves first, then timers, then deliveries, then callbacks (design §6). */
export type EventClass = 'story' | 'timer' | 'delivery' | 'callback';

const order: Readonly<Record<EventClass, number>> = { story: 0, timer: 1, delivery: 2, callback: 3 };

/** What an event does, as data: who handles it and with what. Only such events survive a restart. */
export interface Doing {
  readonly kind: string;
  readonly payload: unknown;
}

export interface Planned {
  readonly due: number;
  readonly class: EventClass;
  /** Drawn by the seed of a fault run, so that races really happen; else 0. */
  readonly tie: number;
  readonly sequence: number;
  readonly what: string;
  readonly doing?: Doing;
  run(): Promise<void> | void;
  cancelled: boolean;
}

const earlier = (a: Planned, b: Planned): number =>
  a.due - b.due || a.tie - b.tie || order[a.class] - order[b.class] || a.sequence - b.sequence;

export type NewEvent = Pick<Planned, 'due' | 'class' | 'what' | 'doing' | 'run'>;

/** A binary heap: the next event is always the earliest of its class at its instant. */
export class EventQueue {
  readonly #heap: Planned[] = [];
  readonly #tie: () => number;
  #sequence = 0;

  constructor(tie: () => number = () => 0) {
    this.#tie = tie;
  }

  add(event: NewEvent): Planned {
    const planned: Planned = { ...event, tie: this.#tie(), sequence: this.#sequence, cancelled: false };
    this.#sequence += 1;
    this.#heap.push(planned);
    this.#up(this.#heap.length - 1);
    return planned;
  }

  /** The earliest event that was not called off. */
  peek(): Planned | undefined {
    while (this.#heap[0]?.cancelled) this.#take();
    return this.#heap[0];
  }

  take(): Planned | undefined {
    return this.peek() && this.#take();
  }

  pending(): Planned[] {
    return this.#heap.filter((planned) => !planned.cancelled).sort(earlier);
  }

  #take(): Planned | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first !== last && last) {
      this.#heap[0] = last;
      this.#down(0);
    }
    return first;
  }

  #up(index: number): void {
    const parent = (index - 1) >> 1;
    if (index > 0 && this.#swapIfEarlier(index, parent)) this.#up(parent);
  }

  #down(index: number): void {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const smallest = this.#isEarlier(right, left) ? right : left;
    if (this.#swapIfEarlier(smallest, index)) this.#down(smallest);
  }

  #isEarlier(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    return one !== undefined && other !== undefined && earlier(one, other) < 0;
  }

  #swapIfEarlier(child: number, parent: number): boolean {
    const [low, high] = [this.#heap[child], this.#heap[parent]];
    if (!low || !high || earlier(low, high) >= 0) return false;
    this.#heap[child] = high;
    this.#heap[parent] = low;
    return true;
  }
}

/** Lines by key, and all of them in order. A change costs nothing until somebody asks for the list. */
export class OrderedLines<Line extends object> {
  readonly #compare: (a: Line, b: Line) => number;
  readonly #byKey = new Map<string, Line>();
  /** Since the list was made: lines in it that stand no more, and the keys of those that are not in it yet. */
  readonly #gone = new Set<Line>();
  readonly #fresh = new Set<string>();
  #list: readonly Line[] = [];

  constructor(compare: (a: Line, b: Line) => number) {
    this.#compare = compare;
  }

  get(key: string): Line | undefined {
    return this.#byKey.get(key);
  }

  set(key: string, line: Line | undefined): void {
    const before = this.#byKey.get(key);
    if (before !== undefined && !this.#fresh.has(key)) this.#gone.add(before);
    if (line === undefined) {
      this.#byKey.delete(key);
      this.#fresh.delete(key);
    } else {
      this.#byKey.set(key, line);
      this.#fresh.add(key);
    }
  }

  list(): readonly Line[] {
    if (this.#gone.size === 0 && this.#fresh.size === 0) return this.#list;
    const fresh = [...this.#fresh].flatMap((key) => this.#byKey.get(key) ?? []).sort(this.#compare);
    const kept = this.#gone.size === 0 ? this.#list : this.#list.filter((line) => !this.#gone.has(line));
    this.#list = kept.length === 0 ? fresh : merged(kept, fresh, this.#compare);
    this.#gone.clear();
    this.#fresh.clear();
    return this.#list;
  }
}

function merged<Line>(kept: readonly Line[], fresh: readonly Line[], compare: (a: Line, b: Line) => number): Line[] {
  const all: Line[] = [];
  let next = 0;
  for (const line of kept) {
    for (let one = fresh[next]; one !== undefined && compare(one, line) < 0; one = fresh[next]) {
      all.push(one);
      next += 1;
    }
    all.push(line);
  }
  return all.concat(fresh.slice(next));
}

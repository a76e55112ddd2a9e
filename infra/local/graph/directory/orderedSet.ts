/** Ids in the order in which they came, with positions that removals don't shift, so that a page can go on where the last one ended. */
export class OrderedSet {
  #order: (string | undefined)[] = [];
  #positions = new Map<string, number>();

  constructor(ids: Iterable<string> = []) {
    for (const id of ids) this.add(id);
  }

  /** A copy in which every id keeps its position. */
  static copyOf(other: OrderedSet): OrderedSet {
    const copy = new OrderedSet();
    copy.#order = [...other.#order];
    copy.#positions = new Map(other.#positions);
    return copy;
  }

  get size(): number {
    return this.#positions.size;
  }

  has(id: string): boolean {
    return this.#positions.has(id);
  }

  /** @returns whether it was new */
  add(id: string): boolean {
    if (this.#positions.has(id)) return false;
    this.#positions.set(id, this.#order.length);
    this.#order.push(id);
    return true;
  }

  /** @returns whether it was there */
  delete(id: string): boolean {
    const position = this.#positions.get(id);
    if (position === undefined) return false;
    this.#positions.delete(id);
    this.#order[position] = undefined;
    return true;
  }

  /** Pairs of position and id, from a position on. */
  *from(start: number): Generator<readonly [number, string]> {
    for (let position = start; position < this.#order.length; position += 1) {
      const id = this.#order[position];
      if (id !== undefined) yield [position, id];
    }
  }

  *[Symbol.iterator](): Generator<string> {
    for (const [, id] of this.from(0)) yield id;
  }
}

import { OrderedSet } from './orderedSet.ts';

interface Past<T> {
  readonly value: T | undefined;
  /** Epoch milliseconds until which readers still see this value. */
  readonly until: number;
}

/**
 * Records by id, with two views: `get` is the truth, `read` is what a lagging replica shows.
 * Records are replaced, never changed in place.
 */
export class VersionedStore<T> {
  readonly #items = new Map<string, T>();
  readonly #ids = new OrderedSet();
  readonly #past = new Map<string, Past<T>[]>();

  get size(): number {
    return this.#items.size;
  }

  get(id: string): T | undefined {
    return this.#items.get(id);
  }

  /**
   * Stores a record, or removes it with `undefined`.
   * @param now epoch milliseconds
   * @param visibleAt when readers see it; until then they see what was there before
   */
  put(id: string, value: T | undefined, now: number, visibleAt: number): void {
    if (visibleAt > now) {
      const past = this.#past.get(id) ?? [];
      past.push({ value: this.#items.get(id), until: visibleAt });
      this.#past.set(id, past);
    }
    this.#ids.add(id);
    if (value === undefined) this.#items.delete(id);
    else this.#items.set(id, value);
  }

  read(id: string, now: number): T | undefined {
    const past = this.#past.get(id);
    if (!past) return this.#items.get(id);
    const hidden = past.find((version) => version.until > now);
    if (hidden) return hidden.value;
    this.#past.delete(id);
    return this.#items.get(id);
  }

  /** What readers see, from a position on, with the position of each record. */
  *scan(start: number, now: number): Generator<readonly [number, T]> {
    for (const [position, id] of this.#ids.from(start)) {
      const value = this.read(id, now);
      if (value !== undefined) yield [position, value];
    }
  }

  values(): IterableIterator<T> {
    return this.#items.values();
  }
}

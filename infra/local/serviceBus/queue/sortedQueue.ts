/**
 * Items by ascending number (a time, a sequence number), with O(log n) insertion and removal of any item.
 * Moved and removed items leave a dead entry in the heap, dropped when it surfaces or when half of the heap is dead.
 */
export class SortedQueue<T> {
  readonly #keys = new Map<T, number>();
  #heap: { readonly key: number; readonly item: T }[] = [];

  get size(): number {
    return this.#keys.size;
  }

  /** Adds the item, or moves it when it is in already. */
  set(item: T, key: number): void {
    this.#keys.set(item, key);
    this.#heap.push({ key, item });
    this.#rise(this.#heap.length - 1);
    if (this.#heap.length > 2 * this.#keys.size + 64) this.#compact();
  }

  delete(item: T): void {
    this.#keys.delete(item);
    if (this.#keys.size === 0) this.#heap = [];
  }

  first(): T | undefined {
    return this.#top()?.item;
  }

  /** Number of the first item. */
  firstKey(): number | undefined {
    return this.#top()?.key;
  }

  /** Removes and answers the first item if its number is at most `limit`. */
  take(limit = Number.POSITIVE_INFINITY): T | undefined {
    const top = this.#top();
    if (!top || top.key > limit) return undefined;
    this.delete(top.item);
    return top.item;
  }

  #top() {
    for (;;) {
      const top = this.#heap[0];
      if (!top || this.#keys.get(top.item) === top.key) return top;
      this.#dropTop();
    }
  }

  #dropTop(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(from: number): void {
    for (let index = from; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (this.#key(parent) <= this.#key(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  #sink(from: number): void {
    for (let index = from; ; ) {
      const left = 2 * index + 1;
      const smaller = this.#key(left + 1) < this.#key(left) ? left + 1 : left;
      if (this.#key(smaller) >= this.#key(index)) return;
      this.#swap(smaller, index);
      index = smaller;
    }
  }

  #key(index: number): number {
    return this.#heap[index]?.key ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (!first || !second) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }

  #compact(): void {
    // A sorted array is a heap.
    this.#heap = [...this.#keys].map(([item, key]) => ({ key, item })).sort((a, b) => a.key - b.key);
  }
}

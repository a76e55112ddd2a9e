/** Message ids seen within the duplicate detection window. */
export class DuplicateHistory {
  readonly #windowMs: number;
  /** Message id → end of its window, oldest first: the window is the same for all. */
  readonly #until = new Map<string, number>();

  constructor(windowMs: number, entries: Iterable<readonly [string, number]> = []) {
    this.#windowMs = windowMs;
    for (const [id, until] of entries) this.#until.set(id, until);
  }

  /** True when the id is new; it is remembered then. A repetition doesn't extend the window. */
  admit(messageId: string, now: number): boolean {
    this.#forget(now);
    if (this.#until.has(messageId)) return false;
    this.#until.set(messageId, now + this.#windowMs);
    return true;
  }

  entries(): [string, number][] {
    return [...this.#until];
  }

  #forget(now: number): void {
    for (const [id, until] of this.#until) {
      if (until > now) return;
      this.#until.delete(id);
    }
  }
}

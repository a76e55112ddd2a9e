/** A member that came or went. The type is kept because a purged object can no longer be looked up. */
export interface MemberChange {
  readonly id: string;
  readonly type: 'user' | 'group';
  readonly removed: boolean;
}

/** One change of a user or a group, as delta queries and notifications tell it. */
export interface ChangeEntry {
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** When delta queries may show it (replication lag). */
  readonly visibleAt: number;
  readonly kind: 'user' | 'group';
  readonly id: string;
  readonly type: 'created' | 'updated' | 'softDeleted' | 'restored' | 'purged';
  /** Names of the properties that changed. */
  readonly properties: readonly string[];
  readonly manager?: { readonly added: string | null; readonly removed: string | null };
  readonly members?: readonly MemberChange[];
}

export type NewChange = Omit<ChangeEntry, 'sequence' | 'at' | 'visibleAt'>;

/** Delta tokens are valid for 7 days, so older changes are never asked for. */
const KEEP_MS = 8 * 24 * 60 * 60 * 1000;

/** The history of the directory, numbered without gaps. */
export class ChangeLog {
  #entries: ChangeEntry[];
  #first: number;
  readonly #listeners: ((entry: ChangeEntry) => void)[] = [];

  constructor(entries: readonly ChangeEntry[] = [], nextSequence = 1) {
    this.#entries = [...entries];
    this.#first = entries[0]?.sequence ?? nextSequence;
  }

  /** Sequence number of the oldest change that can still be told. */
  get first(): number {
    return this.#first;
  }

  /** Sequence number that the next change gets. */
  get next(): number {
    return this.#first + this.#entries.length;
  }

  get entries(): readonly ChangeEntry[] {
    return this.#entries;
  }

  onAppend(listener: (entry: ChangeEntry) => void): void {
    this.#listeners.push(listener);
  }

  append(change: NewChange, at: number, visibleAt: number): ChangeEntry {
    this.#forget(at - KEEP_MS);
    const last = this.#entries.at(-1);
    const entry = { ...change, sequence: this.next, at, visibleAt: Math.max(visibleAt, last?.visibleAt ?? 0) };
    this.#entries.push(entry);
    for (const listener of this.#listeners) listener(entry);
    return entry;
  }

  /** The first sequence number that readers don't see yet. */
  visibleEnd(now: number): number {
    let index = this.#entries.length;
    while (index > 0 && (this.#entries[index - 1]?.visibleAt ?? 0) > now) index -= 1;
    return this.#first + index;
  }

  /** Changes with sequence numbers from `start` up to, but not with, `end`. */
  *range(start: number, end: number): Generator<ChangeEntry> {
    for (let sequence = Math.max(start, this.#first); sequence < end; sequence += 1) {
      const entry = this.#entries[sequence - this.#first];
      if (!entry) return;
      yield entry;
    }
  }

  /** Drops what is older than the time, in large pieces because an array is cut in linear time. */
  #forget(before: number): void {
    if ((this.#entries[1000]?.at ?? before) >= before) return;
    const kept = this.#entries.findIndex((entry) => entry.at >= before);
    const dropped = kept < 0 ? this.#entries.length : kept;
    this.#entries = this.#entries.slice(dropped);
    this.#first += dropped;
  }
}

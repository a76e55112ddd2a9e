interface PastState<Resource> {
  /** When it was replaced, in milliseconds. */
  readonly until: number;
  /** `undefined`: it did not exist yet. */
  readonly resource: Resource | undefined;
}

/** What writes replaced a short while ago: what reads that lag behind still show. Holds nothing while nothing lags. */
export class PastStates<Resource> {
  readonly #now: () => number;
  readonly #lag: () => number;
  /** By id, the longest untouched first; each list oldest first. */
  readonly #past = new Map<string, readonly PastState<Resource>[]>();

  /** @param lag milliseconds; may change at any time */
  constructor(now: () => number, lag: () => number) {
    this.#now = now;
    this.#lag = lag;
  }

  /** Notes what is about to be replaced; `undefined` before a creation. */
  note(id: string, resource: Resource | undefined): void {
    if (this.#lag() <= 0) return;
    const shown = this.#past.get(id)?.filter((state) => this.#isShown(state)) ?? [];
    const states = [...shown, { until: this.#now(), resource }];
    this.#past.delete(id);
    this.#past.set(id, states);
  }

  /** The resource as a lagging read shows it. */
  show(id: string, current: Resource | undefined): Resource | undefined {
    const shown = this.#past.get(id)?.find((state) => this.#isShown(state));
    return shown ? shown.resource : current;
  }

  /** Ids whose present state is not shown yet. */
  ids(): readonly string[] {
    for (const [id, states] of this.#past) {
      if (states.some((state) => this.#isShown(state))) break;
      this.#past.delete(id);
    }
    return [...this.#past.keys()];
  }

  #isShown({ until }: PastState<Resource>): boolean {
    return this.#now() - until < this.#lag();
  }
}

/** A budget that holds up to `capacity` requests and refills steadily. */
export class TokenBucket {
  readonly #capacity: number;
  readonly #perMillisecond: number;
  readonly #now: () => number;
  #tokens: number;
  #updatedAt: number;

  /** @param perSecond how many requests come back each second */
  constructor(capacity: number, perSecond: number, now: () => number) {
    this.#capacity = capacity;
    this.#perMillisecond = perSecond / 1000;
    this.#now = now;
    this.#tokens = capacity;
    this.#updatedAt = now();
  }

  /** Milliseconds until one request is allowed; 0 when it is allowed now. */
  waitTime(): number {
    this.#refill();
    if (this.#tokens >= 1) return 0;
    return Math.ceil((1 - this.#tokens) / this.#perMillisecond);
  }

  /** Requests that are allowed now. */
  left(): number {
    this.#refill();
    return Math.floor(this.#tokens);
  }

  take(): void {
    this.#tokens -= 1;
  }

  #refill(): void {
    const now = this.#now();
    this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#updatedAt) * this.#perMillisecond);
    this.#updatedAt = now;
  }
}

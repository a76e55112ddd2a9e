import type { Consumer } from './consumer.ts';

/** How many messages each consumer may still get; those who may stand in line. */
export class CreditLine {
  readonly #credit = new Map<Consumer, number>();

  /** Nothing left: out of the line. */
  set(consumer: Consumer, credit: number): void {
    this.#credit.delete(consumer);
    if (credit > 0) this.#credit.set(consumer, credit);
  }

  has(consumer: Consumer): boolean {
    return this.#credit.has(consumer);
  }

  first(): Consumer | undefined {
    const [consumer] = this.#credit.keys();
    return consumer;
  }

  /** Takes one unit; the consumer goes to the end of the line. */
  spend(consumer: Consumer): void {
    this.set(consumer, (this.#credit.get(consumer) ?? 0) - 1);
  }
}

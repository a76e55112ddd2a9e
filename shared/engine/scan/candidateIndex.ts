import { hashText, SECOND_SEED } from './hashText.ts';

/** Bits of the second hash beside the 32 of the first: together as many as a number holds exactly. */
const SECOND_BITS = 21;

/**
 * Finds an account by a value of its own, e.g. an e-mail address, without keeping the value: by 53 bits of hashes. Whoever finds one
 * looks in Slack for themselves. In most cycles nobody asks, as everybody has an anchor; so what finding takes is only made then.
 */
export class CandidateIndex {
  readonly #keys: number[] = [];
  readonly #slackIds: string[] = [];
  #slackIdByKey: Map<number, string> | undefined;

  add(value: string, slackId: string): void {
    this.#keys.push(keyOf(value));
    this.#slackIds.push(slackId);
    this.#slackIdByKey = undefined;
  }

  /** The account that was added last with the value, in any case. */
  find(value: string): string | undefined {
    this.#slackIdByKey ??= new Map(this.#keys.map((key, index) => [key, this.#slackIds[index] as string]));
    return this.#slackIdByKey.get(keyOf(value));
  }
}

function keyOf(value: string): number {
  const text = value.toLowerCase();
  return hashText(text) * 2 ** SECOND_BITS + (hashText(text, SECOND_SEED) >>> (32 - SECOND_BITS));
}

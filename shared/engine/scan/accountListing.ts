import type { Attributes, AttributeValue } from '../../model/attributes.ts';
import type { TargetUser } from '../../model/target.ts';
import { TARGET, USER_TARGET_ATTRIBUTES } from '../../model/targetAttributes.ts';
import { hashText } from './hashText.ts';

/** What a full cycle remembers of one Slack account. */
export interface ListedAccount {
  readonly slackId: string;
  readonly active: boolean;
  readonly type: TargetUser['type'];
  /** Where the hashes of its values are. */
  readonly position: number;
}

const FIRST_ROOM = 1024;

/**
 * All Slack accounts in little memory, by id, by e-mail and by user name: no attribute values, only a hash of 32 bits for each. It
 * only decides who is worth a closer look: a difference found here is planned again from a fresh read, and a collision of two
 * hashes (one in four thousand million) hides a change until the next one.
 */
export class AccountListing {
  readonly #targets: readonly string[];
  /** By position in `#targets`: Slack keeps the value without regard to case. */
  readonly #isCaseFree: readonly boolean[];
  readonly #byId = new Map<string, ListedAccount>();
  readonly #byEmail = new Map<string, string>();
  readonly #byUserName = new Map<string, string>();
  /** Of all accounts, one after the other, a hash for each target; 0 stands for "no value". */
  #hashes: Uint32Array;

  /** @param targets the target attributes that are kept up to date */
  constructor(targets: readonly string[]) {
    this.#targets = targets;
    this.#isCaseFree = targets.map((target) => USER_TARGET_ATTRIBUTES.get(target)?.caseInsensitive === true);
    this.#hashes = new Uint32Array(FIRST_ROOM * targets.length);
  }

  add({ slackId, active, type, attributes, emails, userName }: TargetUser): void {
    const position = this.#byId.get(slackId)?.position ?? this.#byId.size * this.#targets.length;
    this.#makeRoom(position + this.#targets.length);
    for (const [index, target] of this.#targets.entries()) {
      this.#hashes[position + index] = this.#hashOf(index, attributes[target] ?? null);
    }
    this.#byId.set(slackId, { slackId, active, type, position });
    for (const email of emails) this.#byEmail.set(email, slackId);
    this.#byUserName.set(userName.toLowerCase(), slackId);
  }

  get size(): number {
    return this.#byId.size;
  }

  get(slackId: string): ListedAccount | undefined {
    return this.#byId.get(slackId);
  }

  /** The account that the configured matching would probably find; `null` when there is none. */
  candidateFor(desired: Attributes, matching: readonly { readonly target: string }[]): string | null {
    for (const { target } of matching) {
      const value = desired[target];
      if (typeof value !== 'string') continue;
      const index = target === TARGET.email ? this.#byEmail : this.#byUserName;
      const slackId = index.get(value.toLowerCase());
      if (slackId !== undefined) return slackId;
    }
    return null;
  }

  /** Which of the compared targets a snapshot has a value for, a bit each. */
  writtenIn(snapshot: Attributes): number {
    return this.#targets.reduce(
      (bits, target, index) => ((snapshot[target] ?? null) === null ? bits : bits | (1 << index)),
      0,
    );
  }

  /**
   * Whether Slack shows a desired value otherwise. Empty desired values differ only where we wrote something.
   * @param desired the value of a target; undefined for one that is not to be compared
   * @param written see `writtenIn`
   */
  differs(
    { position }: ListedAccount,
    desired: (target: string) => AttributeValue | undefined,
    written: number,
  ): boolean {
    return this.#targets.some((target, index) => {
      const value = desired(target);
      if (value === undefined || (value === null && (written & (1 << index)) === 0)) return false;
      return this.#hashOf(index, value) !== this.#hashes[position + index];
    });
  }

  /** Equal for values that `sameValue` calls equal: without case where case does not matter. */
  #hashOf(index: number, value: AttributeValue): number {
    if (value === null) return 0;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return hashText(this.#isCaseFree[index] ? text.toLowerCase() : text) || 1;
  }

  #makeRoom(length: number): void {
    if (length <= this.#hashes.length) return;
    const larger = new Uint32Array(2 * length);
    larger.set(this.#hashes);
    this.#hashes = larger;
  }
}

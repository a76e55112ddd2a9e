import type { Attributes, AttributeValue } from '../../model/attributes.ts';
import type { TargetUser } from '../../model/target.ts';
import { TARGET, USER_TARGET_ATTRIBUTES } from '../../model/targetAttributes.ts';
import { CandidateIndex } from './candidateIndex.ts';
import { hashText } from './hashText.ts';

/** What a full cycle remembers of one Slack account. */
export interface ListedAccount {
  readonly slackId: string;
  readonly active: boolean;
  readonly type: TargetUser['type'];
  /** Its place in the order of the listing. */
  readonly position: number;
}

/** Accounts whose hashes are kept together: rooms are added, as a larger one would for a while be there beside the one it replaces. */
const PER_ROOM = 1024;

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
  readonly #byEmail = new CandidateIndex();
  readonly #byUserName = new CandidateIndex();
  /** Of all accounts, one after the other, a hash for each target; 0 stands for "no value". */
  readonly #rooms: Uint32Array[] = [];

  /** @param targets the target attributes that are kept up to date */
  constructor(targets: readonly string[]) {
    this.#targets = targets;
    this.#isCaseFree = targets.map((target) => USER_TARGET_ATTRIBUTES.get(target)?.caseInsensitive === true);
  }

  add({ slackId, active, type, attributes, emails, userName }: TargetUser): void {
    const position = this.#byId.get(slackId)?.position ?? this.#byId.size;
    if (position === this.#rooms.length * PER_ROOM) this.#rooms.push(new Uint32Array(PER_ROOM * this.#targets.length));
    const { hashes, start } = this.#placeOf(position);
    for (let index = 0; index < this.#targets.length; index += 1) {
      hashes[start + index] = this.#hashOf(index, attributes[this.#targets[index] as string] ?? null);
    }
    this.#byId.set(slackId, { slackId, active, type, position });
    for (const email of emails) this.#byEmail.add(email, slackId);
    this.#byUserName.add(userName, slackId);
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
      const slackId = index.find(value);
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
    const { hashes, start } = this.#placeOf(position);
    return this.#targets.some((target, index) => {
      const value = desired(target);
      if (value === undefined || (value === null && (written & (1 << index)) === 0)) return false;
      return this.#hashOf(index, value) !== hashes[start + index];
    });
  }

  /** Equal for values that `sameValue` calls equal: without case where case does not matter. */
  #hashOf(index: number, value: AttributeValue): number {
    if (value === null) return 0;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return hashText(this.#isCaseFree[index] ? text.toLowerCase() : text) || 1;
  }

  /** Where the hashes of an account begin. */
  #placeOf(position: number): { readonly hashes: Uint32Array; readonly start: number } {
    const hashes = this.#rooms[Math.floor(position / PER_ROOM)] as Uint32Array;
    return { hashes, start: (position % PER_ROOM) * this.#targets.length };
  }
}

import { createHash } from 'node:crypto';
import type { Attributes } from '../../model/attributes.ts';
import type { TargetUser } from '../../model/target.ts';
import { TARGET } from '../../model/targetAttributes.ts';
import { sameValue } from '../../plan/compareAttributes.ts';

/** What a full cycle remembers of one Slack account: no attribute values, only hashes of them. */
export interface ListedAccount {
  readonly slackId: string;
  readonly active: boolean;
  readonly type: TargetUser['type'];
  /** One 32-bit hash per compared target; 0 stands for "no value". */
  readonly hashes: Uint32Array;
}

/**
 * All Slack accounts in little memory, by id, by e-mail and by user name. It only decides who is worth a closer look: a
 * difference found here is planned again from a fresh read, and a collision of two 32-bit hashes (one in four thousand
 * million) hides a change until the next one.
 */
export class AccountListing {
  readonly #targets: readonly string[];
  readonly #byId = new Map<string, ListedAccount>();
  readonly #byEmail = new Map<string, string>();
  readonly #byUserName = new Map<string, string>();

  /** @param targets the target attributes that are kept up to date */
  constructor(targets: readonly string[]) {
    this.#targets = targets;
  }

  add(account: TargetUser): void {
    const { slackId, active, type } = account;
    const hashes = Uint32Array.from(this.#targets, (target) => hashOf(target, account.attributes[target] ?? null));
    this.#byId.set(slackId, { slackId, active, type, hashes });
    for (const email of account.emails) this.#byEmail.set(email, slackId);
    this.#byUserName.set(account.userName.toLowerCase(), slackId);
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
   * Targets whose value in Slack is not the desired one. Empty desired values differ only where we wrote something.
   * @param written see `writtenIn`
   */
  differences(account: ListedAccount, desired: Attributes, written: number): readonly string[] {
    return this.#targets.filter((target, index) => {
      const value = desired[target];
      if (value === undefined || (value === null && (written & (1 << index)) === 0)) return false;
      return hashOf(target, value) !== account.hashes[index];
    });
  }
}

/** Equal for values that `sameValue` calls equal: without case where case does not matter. */
function hashOf(target: string, value: Attributes[string]): number {
  if (value === null) return 0;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const folded = sameValue(target, 'A', 'a') ? text.toLowerCase() : text;
  return createHash('md5').update(folded).digest().readUInt32LE() || 1;
}

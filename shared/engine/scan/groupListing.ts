import { groupNameKey } from '../../model/groupAttributes.ts';
import type { TargetGroup } from '../../model/target.ts';
import { hashText, SECOND_SEED } from './hashText.ts';

/** What a full cycle remembers of one Slack group. */
export interface ListedGroup {
  readonly displayName: string;
  readonly members: MemberDigest;
}

/**
 * A set of members in three numbers, the same whatever their order: how many, and two sums of hashes of 32 bits. Two sets that
 * differ look alike once in 10^19.
 */
export class MemberDigest {
  #count = 0;
  #one = 0;
  #other = 0;

  add(slackId: string): void {
    this.#count += 1;
    this.#one = (this.#one + hashText(slackId)) >>> 0;
    this.#other = (this.#other + hashText(slackId, SECOND_SEED)) >>> 0;
  }

  equals(digest: MemberDigest): boolean {
    return this.#count === digest.#count && this.#one === digest.#one && this.#other === digest.#other;
  }
}

/** All Slack groups in little memory, by id and by name. */
export class GroupListing {
  readonly #byId = new Map<string, ListedGroup>();
  readonly #byName = new Map<string, string>();
  readonly #counts: (slackId: string) => boolean;

  /** @param counts whether an account may count as a member: Slack shows some who are deactivated */
  constructor(counts: (slackId: string) => boolean) {
    this.#counts = counts;
  }

  add({ slackId, displayName, memberIds }: TargetGroup): void {
    const members = new MemberDigest();
    for (const id of memberIds) if (this.#counts(id)) members.add(id);
    this.#byId.set(slackId, { displayName, members });
    this.#byName.set(groupNameKey(displayName), slackId);
  }

  get(slackId: string): ListedGroup | undefined {
    return this.#byId.get(slackId);
  }

  /** A group of that name, in any case; `null` when there is none. */
  named(displayName: string): string | null {
    return this.#byName.get(groupNameKey(displayName)) ?? null;
  }
}

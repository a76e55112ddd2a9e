import type { Attributes } from '../model/attributes.ts';
import type { TargetUser } from '../model/target.ts';
import type { GroupUpdate, UserUpdate } from '../ports/target.ts';

/** A new group: name and the Slack ids of its members. */
export interface NewGroup {
  readonly displayName: string;
  readonly memberIds: readonly string[];
}

/**
 * One version of SCIM as Slack speaks it. Pure; attributes come in canonical form. Groups are read alike in both
 * versions, see `readGroup`.
 */
export interface WireFormat {
  /** Body of `POST /Users`. */
  createBody(attributes: Attributes): object;
  /**
   * True when the update cannot be written without knowing what the account holds now, because a part is written whole
   * and `resulting` does not know all of it, or because only the stored value can be removed.
   */
  needsCurrent(update: UserUpdate): boolean;
  /**
   * Body of `PATCH /Users/{id}`; `undefined` when nothing is left to be written.
   * @param current the account now, given when `needsCurrent`
   */
  updateBody(update: UserUpdate, current?: TargetUser): object | undefined;
  /** A user as Slack answered it; `undefined` when it is not a user. */
  readUser(json: unknown): TargetUser | undefined;
  /** Body of `POST /Groups`. */
  createGroupBody(group: NewGroup): object;
  /** Body of `PATCH /Groups/{id}`; at least one part of the update is there. */
  updateGroupBody(update: GroupUpdate): object;
}
